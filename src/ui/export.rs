//! The export dialog: what, as which format, how, where to; a preview; what came of it.

use egui::{
    Align, Checkbox, DragValue, Image, Label, Layout, Margin, ProgressBar, Role, Sense, TextEdit,
    Ui, WidgetInfo, vec2,
};

use super::{Context, widget};
use crate::{
    app::{Action, ExportAction, ExportForm, ExportOutcome, ExportState, What},
    atlas::{Briefing, Language},
    export::{Extract, Format, MAX_SIDE, MIN_SIDE, Paper, PerPage},
    theme::{ThemeName, space, type_size},
};

/// Height of the preview, in points.
const PREVIEW: f32 = 168.0;
/// Width of the words before what is chosen, in points.
const LABEL: f32 = 104.0;

pub fn section_ui(ui: &mut Ui, context: &Context<'_>, state: &ExportState<'_>) {
    let mut form = state.form.clone();
    ui.spacing_mut().item_spacing = vec2(space::S, space::S);
    preview_ui(ui, context, state);
    form_ui(ui, context, state, &mut form);
    widget::hairline_ui(ui, context);
    file_ui(ui, context, &mut form);
    if form != *state.form {
        send(context, ExportAction::Change(Box::new(form)));
    }
    buttons_ui(ui, context, state);
    outcome_ui(ui, context, state);
}

fn send(context: &Context<'_>, action: ExportAction) {
    context.send(Action::Export(action));
}

/// The picture in small; of data, what is in it.
fn preview_ui(ui: &mut Ui, context: &Context<'_>, state: &ExportState<'_>) {
    let colours = context.colours();
    egui::Frame::new()
        .fill(colours.well)
        .inner_margin(Margin::same(space::XS as i8))
        .show(ui, |ui| {
            let size = vec2(ui.available_width(), PREVIEW);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            let name = context.text("export-preview");
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
            match state.preview {
                Some(texture) if state.form.format.shows_map() => {
                    let image = Image::new((texture.id(), texture.size_vec2()));
                    let shrink = (rect.size() / texture.size_vec2()).min_elem();
                    let inner =
                        egui::Rect::from_center_size(rect.center(), texture.size_vec2() * shrink);
                    image.paint_at(ui, inner);
                }
                _ => {
                    let words = if state.form.format.shows_map() {
                        context.text("export-preview-drawing").to_owned()
                    } else {
                        context.text("export-preview-data").to_owned()
                    };
                    ui.painter().text(
                        rect.center(),
                        egui::Align2::CENTER_CENTER,
                        words,
                        egui::FontId::proportional(type_size::BODY),
                        colours.ink_weak,
                    );
                }
            }
        });
}

fn form_ui(ui: &mut Ui, context: &Context<'_>, state: &ExportState<'_>, form: &mut ExportForm) {
    row_ui(ui, context, "export-what", |ui| {
        what_ui(ui, context, state, form);
    });
    if let What::Briefing(id) = form.what.clone()
        && let Some(briefing) = context.atlas.briefing(&id)
    {
        row_ui(ui, context, "export-slides", |ui| {
            slides_ui(ui, context, form, briefing);
        });
    }
    formats_ui(ui, context, form);
    if form.format.is_picture() {
        row_ui(ui, context, "export-size", |ui| size_ui(ui, context, form));
        row_ui(ui, context, "export-look", |ui| {
            let mut furniture = !form.bare;
            let words = widget::body(context, context.text("export-furniture"));
            ui.add(Checkbox::new(&mut furniture, words));
            form.bare = !furniture;
        });
    }
    if form.format == Format::Pdf {
        row_ui(ui, context, "export-paper", |ui| {
            handout_ui(ui, context, form);
        });
    }
    if form.format == Format::Pptx {
        row_ui(ui, context, "export-slides-with", |ui| {
            let words = widget::body(context, context.text("export-with-notes"));
            ui.add(Checkbox::new(&mut form.handout.notes, words));
        });
    }
    if form.format == Format::Html {
        row_ui(ui, context, "export-page", |ui| page_ui(ui, context, form));
    }
    if form.format.shows_map() {
        row_ui(ui, context, "export-language", |ui| {
            let languages = [Language::English, Language::Chinese];
            choice_ui(ui, context, &mut form.language, &languages, |language| {
                let key = match language {
                    Language::English => "language-english",
                    Language::Chinese => "language-chinese",
                };
                context.text(key).to_owned()
            });
        });
        row_ui(ui, context, "export-theme", |ui| {
            choice_ui(ui, context, &mut form.theme, &ThemeName::ALL, |theme| {
                let key = match theme {
                    ThemeName::Light => "theme-light",
                    ThemeName::Dark => "theme-dark",
                    ThemeName::Projector => "theme-projector",
                };
                context.text(key).to_owned()
            });
        });
    }
}

/// Those of the map, then those of facts alone.
fn formats_ui(ui: &mut Ui, context: &Context<'_>, form: &mut ExportForm) {
    row_ui(ui, context, "export-format", |ui| {
        let of_map: Vec<Format> = Format::ALL
            .into_iter()
            .filter(|one| one.shows_map())
            .collect();
        choice_ui(ui, context, &mut form.format, &of_map, |format| {
            format.code().to_uppercase()
        });
    });
    row_ui(ui, context, "export-format-data", |ui| {
        let of_data = Format::ALL.into_iter().filter(|one| !one.shows_map());
        let of_data: Vec<Format> = of_data.collect();
        choice_ui(ui, context, &mut form.format, &of_data, |format| {
            format.code().to_uppercase()
        });
    });
}

fn row_ui(ui: &mut Ui, context: &Context<'_>, key: &'static str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let size = vec2(LABEL, ui.spacing().interact_size.y);
        let middle = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(size, middle, |ui| {
            ui.set_min_size(size);
            let words = widget::body(context, context.text(key));
            ui.label(words.color(context.colours().ink_weak));
        });
        ui.horizontal_wrapped(add);
    });
}

/// Values side by side, the chosen one marked.
fn choice_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    context: &Context<'_>,
    value: &mut T,
    all: &[T],
    name: impl Fn(&T) -> String,
) {
    ui.spacing_mut().item_spacing.x = space::XS;
    for one in all {
        let words = widget::body(context, name(one));
        if ui.selectable_label(value == one, words).clicked() {
            *value = one.clone();
        }
    }
}

fn what_ui(ui: &mut Ui, context: &Context<'_>, state: &ExportState<'_>, form: &mut ExportForm) {
    let language = context.language();
    let mut all = vec![(What::View, context.text("export-what-view").to_owned())];
    if let Some(place) = state.selected.and_then(|id| context.atlas.place(id)) {
        let name = place.map_label(language).to_owned();
        all.push((What::Place(place.id.clone()), name));
    }
    all.push((What::Home, context.text("export-what-home").to_owned()));
    for briefing in context.atlas.briefings() {
        let title = briefing.title.get(language);
        let words = context
            .strings
            .format("export-what-briefing", &[("title", title)]);
        all.push((What::Briefing(briefing.id.clone()), words));
    }
    let chosen = all.iter().find(|(what, _)| *what == form.what);
    let chosen = chosen.map_or_else(String::new, |(_, words)| words.clone());
    let response = egui::ComboBox::from_id_salt("export what")
        .width(300.0)
        .selected_text(widget::body(context, chosen.clone()))
        .show_ui(ui, |ui| {
            for (what, words) in all {
                let words = widget::body(context, words);
                ui.selectable_value(&mut form.what, what, words);
            }
        })
        .response;
    let name = context.text("export-what");
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(chosen.clone());
        info
    });
}

/// The numbers of the slides, the chosen ones marked. A picture is of one of them.
fn slides_ui(ui: &mut Ui, context: &Context<'_>, form: &mut ExportForm, briefing: &Briefing) {
    // Most briefings have their numbers in one line.
    ui.spacing_mut().item_spacing.x = space::XS / 2.0;
    ui.spacing_mut().button_padding.x = space::S * 0.75;
    let single = form.format.is_picture();
    let first = form.slides.first().copied().unwrap_or(0);
    let count = briefing.slides.len();
    let was_all = form.slides.is_empty();
    let chosen = |index: usize| match (single, was_all) {
        (true, _) => index == first,
        (false, true) => true,
        (false, false) => form.slides.contains(&index),
    };
    let before: Vec<usize> = (0..count).filter(|index| chosen(*index)).collect();
    for (index, slide) in briefing.slides.iter().enumerate() {
        let number = (index + 1).to_string();
        let title = slide.title.get(context.language());
        let arguments = [("number", &*number), ("title", title)];
        let name = context.strings.format("export-slide", &arguments);
        let is_chosen = before.contains(&index);
        let response = ui.selectable_label(is_chosen, widget::body(context, number));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name.clone()));
        if response.on_hover_text(&name).clicked() {
            form.slides = toggled(&before, index, single, count);
        }
    }
    if !single && before.len() < count {
        ui.add_space(space::S);
        let words = context.text("export-slides-all");
        if widget::text_button_ui(ui, context, words).clicked() {
            form.slides.clear();
        }
    }
}

/// Which slides are chosen after a click; none of them means all. One always stays.
fn toggled(before: &[usize], index: usize, single: bool, count: usize) -> Vec<usize> {
    if single {
        return vec![index];
    }
    let mut slides = before.to_vec();
    match slides.iter().position(|one| *one == index) {
        Some(at) if slides.len() > 1 => {
            slides.remove(at);
        }
        Some(_) => {}
        None => slides.push(index),
    }
    slides.sort_unstable();
    if slides.len() == count {
        Vec::new()
    } else {
        slides
    }
}

fn size_ui(ui: &mut Ui, context: &Context<'_>, form: &mut ExportForm) {
    let sides = [
        (&mut form.width, "export-width"),
        (&mut form.height, "export-height"),
    ];
    for (number, (side, key)) in sides.into_iter().enumerate() {
        if number > 0 {
            ui.label(widget::body(context, "×"));
        }
        let value = DragValue::new(side).range(MIN_SIDE..=MAX_SIDE).speed(8.0);
        let response = ui.add(value);
        let name = context.text(key);
        response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    }
    ui.add_space(space::S);
    ui.label(widget::caption(context, context.text("export-scale")));
    let value = DragValue::new(&mut form.scale)
        .range(0.25..=20.0)
        .speed(0.05)
        .max_decimals(2);
    let response = ui.add(value);
    let name = context.text("export-scale");
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    response.on_hover_text(context.text("export-scale-hint"));
}

fn handout_ui(ui: &mut Ui, context: &Context<'_>, form: &mut ExportForm) {
    let handout = &mut form.handout;
    choice_ui(ui, context, &mut handout.paper, &Paper::ALL, |paper| {
        match paper {
            Paper::A4 => "A4",
            Paper::Letter => "Letter",
        }
        .to_owned()
    });
    let words = widget::body(context, context.text("export-landscape"));
    ui.add(Checkbox::new(&mut handout.landscape, words));
    let words = widget::body(context, context.text("export-with-notes"));
    ui.add(Checkbox::new(&mut handout.notes, words));
    ui.add_space(space::S);
    choice_ui(ui, context, &mut handout.per_page, &PerPage::ALL, |count| {
        let count = count.count().to_string();
        context
            .strings
            .format("export-per-page", &[("count", &count)])
    });
}

/// What is in the file, and whether with what the speaker reads.
fn page_ui(ui: &mut Ui, context: &Context<'_>, form: &mut ExportForm) {
    let words = widget::caption(context, context.text("export-page-means"));
    ui.add(Label::new(words).wrap());
    if matches!(form.what, What::Briefing(_)) {
        let words = widget::body(context, context.text("export-with-notes"));
        ui.add(Checkbox::new(&mut form.handout.notes, words));
    }
}

fn file_ui(ui: &mut Ui, context: &Context<'_>, form: &mut ExportForm) {
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 120.0).max(120.0);
        let field = TextEdit::singleline(&mut form.file)
            .desired_width(width)
            .align(egui::Align2::LEFT_CENTER)
            .margin(Margin::symmetric(space::S as i8, space::XS as i8));
        let response = ui.add(field);
        let (name, text) = (context.text("export-file"), form.file.clone());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, true, name);
            info.current_text_value = Some(text.clone());
            info
        });
        if widget::text_button_ui(ui, context, context.text("export-choose-button")).clicked() {
            send(context, ExportAction::ChooseFile);
        }
    });
}

fn buttons_ui(ui: &mut Ui, context: &Context<'_>, state: &ExportState<'_>) {
    if let Some(done) = state.progress {
        ui.horizontal(|ui| {
            if widget::text_button_ui(ui, context, context.text("export-stop")).clicked() {
                send(context, ExportAction::Stop);
            }
            ui.add(ProgressBar::new(done).show_percentage());
        });
        return;
    }
    ui.horizontal(|ui| {
        let colours = context.colours();
        let words = widget::strong(context, context.text("export-start"), type_size::BODY)
            .color(colours.on_accent);
        let can = !state.form.file.trim().is_empty();
        let button = egui::Button::new(words).fill(colours.accent);
        if ui.add_enabled(can, button).clicked() {
            send(context, ExportAction::Start { replace: false });
        }
        if state.form.format.is_picture()
            && widget::text_button_ui(ui, context, context.text("export-copy")).clicked()
        {
            send(context, ExportAction::CopyPicture);
        }
        if !state.form.format.shows_map() {
            let words = counts(context, state);
            ui.label(widget::caption(context, words));
        }
    });
}

/// How much data there is in all, so that the choice can be judged.
fn counts(context: &Context<'_>, state: &ExportState<'_>) -> String {
    let extract = match &state.form.what {
        What::Place(place) => Extract::within(context.atlas, place),
        _ => Extract::whole(context.atlas),
    };
    let (places, facts) = extract.counts();
    let key = match state.form.what {
        What::Place(_) | What::Home => "export-counts",
        What::View | What::Briefing(_) => "export-counts-most",
    };
    let arguments = [
        ("places", &*places.to_string()),
        ("facts", &facts.to_string()),
    ];
    context.strings.format(key, &arguments)
}

fn outcome_ui(ui: &mut Ui, context: &Context<'_>, state: &ExportState<'_>) {
    let Some(outcome) = state.outcome else { return };
    let colours = context.colours();
    let well = match outcome {
        ExportOutcome::Written(..) | ExportOutcome::Copied => colours.ink,
        _ => colours.caution,
    };
    let words = widget::body(context, outcome.message(context.strings)).color(well);
    ui.add(Label::new(words).wrap().selectable(true));
    if let ExportOutcome::Written(_, warnings) = outcome {
        for warning in warnings {
            let words = widget::body(context, warning.message(context.strings));
            ui.add(Label::new(words.color(colours.caution)).wrap());
        }
        if widget::text_button_ui(ui, context, context.text("export-show-folder")).clicked() {
            send(context, ExportAction::ShowInFolder);
        }
    }
    if outcome.exists()
        && widget::text_button_ui(ui, context, context.text("export-replace")).clicked()
    {
        send(context, ExportAction::Start { replace: true });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_on_a_slide_adds_or_takes_it_and_one_always_stays() {
        let all = [0, 1, 2];
        assert_eq!(toggled(&all, 1, false, 3), [0, 2]);
        assert_eq!(toggled(&[0, 2], 1, false, 3), [0usize; 0], "all of them");
        assert_eq!(toggled(&[2], 2, false, 3), [2]);
        assert_eq!(toggled(&all, 1, true, 3), [1], "a picture is of one");
    }
}
