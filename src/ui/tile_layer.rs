//! The base map's section: tiles from a file or from a server, and how strong they are.

use egui::{
    Checkbox, DragValue, Label, Margin, Response, Role, Slider, Stroke, TextEdit, Ui, WidgetInfo,
};

use super::{Context, widget};
use crate::{
    app::{
        Action, BaseMapAction, BaseMapState, LayerState, MAX_TILE_ZOOM, MIN_OPACITY, Server,
        ServerError, TileSource,
    },
    theme::{space, type_size},
};

/// What stands in the fields and has not been taken yet; kept by egui while the program runs.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    server: Server,
    file: String,
    /// The server and the file that the draft began with: when others are taken, it begins anew.
    taken: (Server, String),
}

/// The section under the layers of the map: folded while there are no tiles.
pub fn fold_ui(ui: &mut Ui, context: &Context<'_>, state: &BaseMapState<'_>) {
    let on = state.file.on || state.server.on;
    let title = widget::strong(context, context.text("base-map-fold"), type_size::LEAD);
    egui::CollapsingHeader::new(title)
        .id_salt("base map")
        .default_open(on)
        .show_unindented(ui, |ui| section_ui(ui, context, state));
    ui.add_space(space::L);
}

pub fn section_ui(ui: &mut Ui, context: &Context<'_>, state: &BaseMapState<'_>) {
    let id = egui::Id::unique("base map draft");
    let taken = (state.settings.server.clone(), state.file_path.clone());
    let known: Option<Draft> = ui.data(|data| data.get_temp(id));
    let mut draft = known
        .filter(|draft| draft.taken == taken)
        .unwrap_or_else(|| Draft {
            server: taken.0.clone(),
            file: taken.1.clone(),
            taken,
        });
    ui.spacing_mut().item_spacing = egui::vec2(space::S, space::S);
    paragraph_ui(ui, context, "base-map-text");
    file_ui(ui, context, state, &mut draft.file);
    server_ui(ui, context, state, &mut draft.server);
    opacity_ui(ui, context, state);
    paragraph_ui(ui, context, "tiles-limits");
    ui.data_mut(|data| data.insert_temp(id, draft));
}

fn file_ui(ui: &mut Ui, context: &Context<'_>, state: &BaseMapState<'_>, file: &mut String) {
    heading_ui(ui, context, "tiles-layer-file");
    let mut entered = false;
    ui.horizontal(|ui| {
        let button = 110.0;
        let width = (ui.available_width() - button - space::S).max(80.0);
        let field = field_ui(ui, context, file, "tiles-path", "tiles-path-hint", width);
        entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if widget::text_button_ui(ui, context, context.text("tiles-choose-button")).clicked() {
            context.send(Action::BaseMap(BaseMapAction::ChooseFile));
        }
    });
    let show = |file: &str| {
        let file = file.trim().to_owned();
        context.send(Action::BaseMap(BaseMapAction::ShowFile(file)));
    };
    let mut on = state.file.on;
    let can = on || !file.trim().is_empty();
    if switch_ui(ui, context, &mut on, "tiles-show-file", can).changed() {
        if on {
            show(file);
        } else {
            context.send(Action::BaseMap(BaseMapAction::HideFile));
        }
    } else if entered && can {
        show(file);
    }
    state_ui(ui, context, &state.file, TileSource::File);
}

fn server_ui(ui: &mut Ui, context: &Context<'_>, state: &BaseMapState<'_>, server: &mut Server) {
    heading_ui(ui, context, "tiles-layer-network");
    let width = ui.available_width();
    caption_ui(ui, context, "tiles-template");
    field_ui(
        ui,
        context,
        &mut server.template,
        "tiles-template",
        "tiles-template-hint",
        width,
    );
    caption_ui(ui, context, "tiles-attribution");
    field_ui(
        ui,
        context,
        &mut server.attribution,
        "tiles-attribution",
        "tiles-attribution-hint",
        width,
    );
    ui.horizontal(|ui| {
        ui.label(widget::body(context, context.text("tiles-max-zoom")));
        let value = DragValue::new(&mut server.max_zoom).range(1..=MAX_TILE_ZOOM);
        let response = ui.add(value);
        let label = context.text("tiles-max-zoom");
        response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, label));
    });
    let changed = *server != state.settings.server;
    let mut on = state.server.on && !changed;
    let wrong = server.check().err();
    let can = state.server.on || wrong.is_none();
    if switch_ui(ui, context, &mut on, "tiles-ask-server", can).changed() {
        let action = if on {
            BaseMapAction::AskServer(server.clone())
        } else {
            BaseMapAction::LeaveServer
        };
        context.send(Action::BaseMap(action));
    }
    let mut keep = state.settings.keep_on;
    if switch_ui(ui, context, &mut keep, "tiles-keep-on", state.server.on).changed() {
        context.send(Action::BaseMap(BaseMapAction::KeepServer(keep)));
    }
    match wrong {
        Some(wrong) if !server.template.trim().is_empty() => {
            let words = match wrong {
                ServerError::Template(error) => error.message(context.strings),
                ServerError::NoAttribution => context.text("tiles-attribution-needed").to_owned(),
            };
            caution_ui(ui, context, words);
        }
        _ => state_ui(ui, context, &state.server, TileSource::Network),
    }
    paragraph_ui(ui, context, "tiles-privacy");
}

fn opacity_ui(ui: &mut Ui, context: &Context<'_>, state: &BaseMapState<'_>) {
    heading_ui(ui, context, "tiles-opacity");
    let mut opacity = state.settings.opacity;
    ui.spacing_mut().slider_width = (ui.available_width() - 80.0).max(80.0);
    let slider = Slider::new(&mut opacity, MIN_OPACITY..=100)
        .suffix(" %")
        .step_by(5.0);
    let response = ui.add(slider);
    let label = context.text("tiles-opacity");
    response.widget_info(|| WidgetInfo::slider(true, f64::from(opacity), label));
    if opacity != state.settings.opacity {
        context.send(Action::BaseMap(BaseMapAction::SetOpacity(opacity)));
    }
}

/// What the layer does now, or what is wrong with it.
fn state_ui(ui: &mut Ui, context: &Context<'_>, state: &LayerState, source: TileSource) {
    if let Some(trouble) = &state.trouble {
        let words = format!(
            "{} {}",
            trouble.message(context.strings),
            trouble.advice(context.strings)
        );
        caution_ui(ui, context, words);
        if widget::text_button_ui(ui, context, context.text("tiles-try-again")).clicked() {
            context.send(Action::BaseMap(BaseMapAction::TryAgain(source)));
        }
        return;
    }
    let key = match (state.on, state.busy) {
        (false, _) => "tiles-off",
        (true, true) => "tiles-busy",
        (true, false) => "tiles-on",
    };
    ui.label(widget::caption(context, context.text(key)));
}

fn heading_ui(ui: &mut Ui, context: &Context<'_>, key: &str) {
    ui.add_space(space::S);
    widget::hairline_ui(ui, context);
    ui.label(widget::strong(context, context.text(key), type_size::LEAD));
}

/// Above its field, and near to it.
fn caption_ui(ui: &mut Ui, context: &Context<'_>, key: &str) {
    ui.label(widget::caption(context, context.text(key)));
    ui.add_space(-space::XS);
}

fn paragraph_ui(ui: &mut Ui, context: &Context<'_>, key: &str) {
    ui.add(Label::new(widget::caption(context, context.text(key))).wrap());
}

fn caution_ui(ui: &mut Ui, context: &Context<'_>, words: String) {
    let text = widget::body(context, words).color(context.colours().caution);
    ui.add(Label::new(text).wrap());
}

fn switch_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    on: &mut bool,
    key: &str,
    enabled: bool,
) -> Response {
    let words = widget::body(context, context.text(key));
    ui.scope(|ui| {
        // On paper a box without an outline is not seen.
        let outline = Stroke::new(1.2, context.colours().ink_weak);
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [&mut widgets.inactive, &mut widgets.noninteractive] {
            state.bg_stroke = outline;
        }
        ui.add_enabled(enabled, Checkbox::new(on, words))
    })
    .inner
}

fn field_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    text: &mut String,
    label: &str,
    hint: &str,
    width: f32,
) -> Response {
    let colours = context.colours();
    let field = TextEdit::singleline(text)
        .hint_text(widget::body(context, context.text(hint)).color(colours.ink_weak))
        .desired_width(width - 16.0)
        .margin(Margin::symmetric(8, 6))
        .char_limit(1000)
        .background_color(colours.well);
    let response = ui.add(field);
    let name = context.text(label);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    response.on_hover_text(name)
}
