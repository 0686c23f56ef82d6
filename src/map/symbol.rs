//! Symbols as controls: clicked, reached by Tab, known to screen readers by the name of their place.

use egui::{
    Align2, Color32, FontId, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2,
};

use super::{Click, MapInput, Spot};
use crate::{
    atlas::{Kind, PlaceId},
    lang,
    scene::{Symbol, symbol::Emphasis},
    theme::{self, MapColours, icon::Icon},
};

/// What happened to the symbols.
#[derive(Debug, Default)]
pub struct SymbolsOutput {
    pub clicked: Option<Click>,
    pub hovered: Option<PlaceId>,
}

/// Symbols in points from `origin`.
pub fn symbols_ui(
    ui: &mut Ui,
    origin: Pos2,
    input: MapInput<'_>,
    symbols: &[Symbol],
) -> SymbolsOutput {
    let mut output = SymbolsOutput::default();
    for symbol in symbols {
        let centre = origin + symbol.centre.to_vec2();
        let target = Rect::from_center_size(centre, Vec2::splat((symbol.radius * 2.0).max(16.0)));
        let id = ui.scope_id().with(("symbol", symbol.place.as_str()));
        let response = ui.interact(target, id, Sense::click());
        let name = input
            .atlas
            .place(&symbol.place)
            .map_or("", |place| place.names.get(input.language));
        response.widget_info(|| {
            let selected = symbol.emphasis == Emphasis::Selected;
            WidgetInfo::selected(Role::Button, true, selected, name)
        });
        let radius = paint(ui, &input.theme.map, symbol, centre, response.has_focus());
        if !symbol.hidden.is_empty() {
            let corner = centre + vec2(radius, -radius) * 0.75;
            if badge_ui(ui, input, symbol, corner).clicked() {
                let hidden = symbol.hidden.iter().cloned();
                let all = std::iter::once(symbol.place.clone())
                    .chain(hidden)
                    .collect();
                output.clicked = Some(Click::Cluster(all));
            }
        }
        if response.hovered() {
            output.hovered = Some(symbol.place.clone());
        }
        if let Some(click) = click_of(&response, input, symbol) {
            output.clicked = Some(click);
        }
    }
    output
}

/// A site is what is measured to, and what a right click is about.
fn click_of(response: &Response, input: MapInput<'_>, symbol: &Symbol) -> Option<Click> {
    let place = input.atlas.place(&symbol.place)?;
    let (position, id) = (place.anchor(), Some(place.id.clone()));
    if response.secondary_clicked() {
        let at = response.rect.center();
        return Some(Click::Spot(Spot {
            at,
            position,
            subject: id.clone(),
            place: id,
            by_key: false,
        }));
    }
    let measuring = input.measure.is_some();
    response.clicked().then(|| {
        if measuring {
            Click::Point(position, id)
        } else {
            Click::Place(place.id.clone())
        }
    })
}

/// The radius that it is painted with.
fn paint(ui: &Ui, colours: &MapColours, symbol: &Symbol, centre: Pos2, focused: bool) -> f32 {
    let painter = ui.painter();
    let (paper, ink) = match symbol.emphasis {
        Emphasis::Selected => (colours.accent, colours.on_accent),
        Emphasis::Plain | Emphasis::Subject | Emphasis::Hovered => {
            (colours.symbol_paper, colours.symbol)
        }
    };
    let [paper, ink] = [paper, ink].map(|colour| colour.gamma_multiply(symbol.opacity));
    let radius = symbol.drawn_radius();
    let line = Stroke::new(symbol.outline(colours.weight), ink);
    if symbol.kind == Kind::City {
        painter.circle(centre, radius, paper, line);
    } else {
        if symbol.emphasis == Emphasis::Selected {
            painter.circle_filled(centre, radius + 4.0, colours.accent.gamma_multiply(0.3));
        }
        painter.circle(centre, radius, paper, line);
        let side = radius * 1.36;
        let rect = Rect::from_center_size(centre, Vec2::splat(side));
        Icon::of_kind(&symbol.kind).paint_at(ui, rect, ink);
    }
    if focused {
        painter.circle_stroke(centre, radius + 3.0, Stroke::new(2.5, colours.accent));
    }
    radius
}

/// How many places a symbol stands for: a click comes closer until they are told apart.
fn badge_ui(ui: &Ui, input: MapInput<'_>, symbol: &Symbol, centre: Pos2) -> Response {
    let colours = &input.theme.map;
    let count = symbol.hidden.len() + 1;
    let text = if count > 99 {
        "99+".to_owned()
    } else {
        count.to_string()
    };
    let size = Symbol::count_size(colours.lettering);
    let font = FontId::new(size, theme::semibold());
    let galley = ui
        .painter()
        .layout_no_wrap(text, font, colours.symbol_paper);
    let rect = Align2::CENTER_CENTER.anchor_size(centre, galley.size() + vec2(8.0, 2.0));
    let id = ui.scope_id().with(("badge", symbol.place.as_str()));
    let response = ui.interact(rect, id, Sense::click());
    let name = input
        .atlas
        .place(&symbol.place)
        .map_or("", |place| place.map_label(input.language));
    let strings = lang::strings(input.language);
    let arguments = [
        ("count", &*symbol.hidden.len().to_string()),
        ("place", name),
    ];
    let name = strings.format("cluster", &arguments);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let outline = match (response.has_focus(), response.hovered()) {
        (true, _) => Stroke::new(3.0, colours.accent),
        (false, true) => Stroke::new(1.5, colours.accent),
        (false, false) => Stroke::new(1.5, colours.symbol_paper),
    };
    ui.painter().rect(
        rect,
        rect.height() / 2.0,
        colours.symbol,
        outline,
        egui::StrokeKind::Outside,
    );
    ui.painter().galley(
        rect.center() - galley.size() / 2.0,
        galley,
        Color32::PLACEHOLDER,
    );
    response.on_hover_text(name)
}
