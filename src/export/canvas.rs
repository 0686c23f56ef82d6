//! Writes SVG: groups that drawing programs show as named layers, shapes, real text.

use std::fmt::Write as _;

use egui::{Color32, Pos2, Rect, Vec2};

use super::ruler::{Ruler, Type};
use crate::{scene::Lettering, theme::FONT_FAMILIES, theme::icon::Icon};

/// What other programs may take where the bundled fonts are not installed.
const SUBSTITUTES: &str =
    "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif";
/// Width of the halo of names, in points: as on the screen.
const HALO: f32 = 1.6;

/// An SVG file in the making. Writing into a string cannot fail, so the results of `write!` are dropped.
#[derive(Debug)]
pub struct Canvas {
    out: String,
    ids: Vec<String>,
}

/// How a text of the furniture stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A line, its dashes in points.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub width: f32,
    pub colour: Color32,
    pub dash: &'a [f32],
}

impl Canvas {
    /// `pixels` is the size that the file asks for, `points` that of its coordinates.
    pub fn new(pixels: [u32; 2], points: Vec2, language: &str, title: &str) -> Self {
        let [width, height] = pixels;
        let [latin, chinese] = FONT_FAMILIES;
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" xml:lang=\"{language}\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
             font-family=\"'{latin}', '{chinese}', {SUBSTITUTES}\">",
            points.x, points.y
        );
        let _ = writeln!(out, "<title>{}</title>", escaped(title));
        Self {
            out,
            ids: Vec::new(),
        }
    }

    pub fn description(&mut self, text: &str) {
        let _ = writeln!(self.out, "<desc>{}</desc>", escaped(text));
    }

    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }

    /// A layer with an id of its own, named for people by `label`.
    pub fn layer(&mut self, id: &str, label: &str, draw: impl FnOnce(&mut Self)) {
        let mut unique = id.to_owned();
        let mut number = 1;
        while self.ids.contains(&unique) {
            number += 1;
            unique = format!("{id}-{number}");
        }
        let label = if number > 1 {
            format!("{label} {number}")
        } else {
            label.to_owned()
        };
        let _ = writeln!(
            self.out,
            "<g id=\"{unique}\" inkscape:groupmode=\"layer\" inkscape:label=\"{}\">",
            escaped(&label)
        );
        self.ids.push(unique);
        draw(self);
        self.out.push_str("</g>\n");
    }

    /// A filled area of path data, with a name if it has one.
    pub fn area(&mut self, data: &str, colour: Color32, name: &str) {
        if data.is_empty() {
            return;
        }
        let _ = write!(
            self.out,
            "<path d=\"{data}\" fill-rule=\"evenodd\" {}",
            paint("fill", colour)
        );
        if name.is_empty() {
            self.out.push_str("/>\n");
        } else {
            let name = escaped(name);
            let _ = writeln!(
                self.out,
                " inkscape:label=\"{name}\"><title>{name}</title></path>"
            );
        }
    }

    pub fn line(&mut self, data: &str, line: Line<'_>) {
        if data.is_empty() || line.width <= 0.0 {
            return;
        }
        let _ = write!(
            self.out,
            "<path d=\"{data}\" fill=\"none\" {} stroke-width=\"{}\" stroke-linejoin=\"round\"",
            paint("stroke", line.colour),
            short(line.width)
        );
        if !line.dash.is_empty() {
            let dash: Vec<String> = line.dash.iter().map(|length| short(*length)).collect();
            let _ = write!(self.out, " stroke-dasharray=\"{}\"", dash.join(" "));
        }
        self.out.push_str("/>\n");
    }

    pub fn polyline(&mut self, points: &[Pos2], line: Line<'_>) {
        let mut data = String::new();
        for (index, point) in points.iter().enumerate() {
            data.push(if index == 0 { 'M' } else { 'L' });
            let _ = write!(data, "{} {}", short(point.x), short(point.y));
        }
        self.line(&data, line);
    }

    pub fn rect(&mut self, rect: Rect, radius: f32, fill: Color32, outline: Option<Line<'_>>) {
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            short(rect.left()),
            short(rect.top()),
            short(rect.width()),
            short(rect.height())
        );
        if radius > 0.0 {
            let _ = write!(self.out, " rx=\"{}\"", short(radius));
        }
        self.painted(fill, outline);
    }

    pub fn circle(&mut self, centre: Pos2, radius: f32, fill: Color32, outline: Option<Line<'_>>) {
        let _ = write!(
            self.out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
            short(centre.x),
            short(centre.y),
            short(radius)
        );
        self.painted(fill, outline);
    }

    fn painted(&mut self, fill: Color32, outline: Option<Line<'_>>) {
        let _ = write!(self.out, " {}", paint("fill", fill));
        if let Some(line) = outline {
            let _ = write!(
                self.out,
                " {} stroke-width=\"{}\"",
                paint("stroke", line.colour),
                short(line.width)
            );
        }
        self.out.push_str("/>\n");
    }

    /// A group that is one thing, with its name.
    pub fn thing(&mut self, name: &str, draw: impl FnOnce(&mut Self)) {
        let name = escaped(name);
        let _ = writeln!(
            self.out,
            "<g inkscape:label=\"{name}\"><title>{name}</title>"
        );
        draw(self);
        self.out.push_str("</g>\n");
    }

    /// An icon in a square, in one colour.
    pub fn icon(&mut self, icon: Icon, rect: Rect, colour: Color32) {
        let file = icon.svg();
        let inside = file
            .split_once('>')
            .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
            .map_or("", |(inside, _)| inside.trim());
        let (hex, _) = hex(colour);
        let _ = writeln!(
            self.out,
            "<g transform=\"translate({} {}) scale({})\" fill=\"none\" stroke=\"{hex}\" stroke-width=\"1.75\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</g>",
            short(rect.left()),
            short(rect.top()),
            short3(rect.width() / 24.0),
            inside.replace("#fff", &hex).replace('\n', "")
        );
    }

    /// A name of the map round its middle, turned by `angle` in radians.
    pub fn name(
        &mut self,
        ruler: &Ruler,
        text: &str,
        centre: Pos2,
        angle: f32,
        lettering: &Lettering,
    ) {
        let measured = ruler.name(text, lettering);
        let mut transform = format!("translate({} {})", short(centre.x), short(centre.y));
        if angle != 0.0 {
            let _ = write!(transform, " rotate({})", short(angle.to_degrees()));
        }
        if lettering.italic {
            // The bundled fonts have no italics; the screen slants by a quarter, too.
            transform.push_str(" skewX(-14)");
        }
        let _ = write!(
            self.out,
            "<text transform=\"{transform}\" text-anchor=\"middle\" font-size=\"{}\"",
            short(lettering.size)
        );
        if lettering.semibold {
            self.out.push_str(" font-weight=\"600\"");
        }
        if lettering.spacing > 0.0 {
            let _ = write!(self.out, " letter-spacing=\"{}\"", short(lettering.spacing));
        }
        let _ = write!(self.out, " {}", paint("fill", lettering.colour));
        if lettering.halo != Color32::TRANSPARENT && lettering.plate.is_none() {
            let _ = write!(
                self.out,
                " {} stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                paint("stroke", lettering.halo),
                HALO * 2.0
            );
        }
        // The space behind the last letter would shift the middle.
        let x = short(lettering.spacing / 2.0);
        let below = |baseline: f32| short(baseline - measured.size.y / 2.0);
        if let [(line, baseline)] = measured.lines.as_slice() {
            let (y, line) = (below(*baseline), escaped(line));
            let _ = writeln!(self.out, " x=\"{x}\" y=\"{y}\">{line}</text>");
            return;
        }
        self.out.push('>');
        for (line, baseline) in &measured.lines {
            let (y, line) = (below(*baseline), escaped(line));
            let _ = write!(self.out, "<tspan x=\"{x}\" y=\"{y}\">{line}</tspan>");
        }
        self.out.push_str("</text>\n");
    }

    /// A text of the furniture on its baseline.
    pub fn text(&mut self, at: Pos2, kind: Type, colour: Color32, anchor: Anchor, text: &str) {
        let _ = write!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"",
            short(at.x),
            short(at.y),
            short(kind.size)
        );
        if kind.semibold {
            self.out.push_str(" font-weight=\"600\"");
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.out.push_str(" text-anchor=\"end\""),
        }
        let _ = writeln!(
            self.out,
            " {}>{}</text>",
            paint("fill", colour),
            escaped(text)
        );
    }
}

/// `#rrggbb`, and the opacity.
fn hex(colour: Color32) -> (String, f32) {
    let [red, green, blue, alpha] = colour.to_srgba_unmultiplied();
    (
        format!("#{red:02x}{green:02x}{blue:02x}"),
        f32::from(alpha) / 255.0,
    )
}

fn paint(what: &str, colour: Color32) -> String {
    match hex(colour) {
        (_, 0.0) => format!("{what}=\"none\""),
        (hex, 1.0) => format!("{what}=\"{hex}\""),
        (hex, opacity) => {
            format!("{what}=\"{hex}\" {what}-opacity=\"{}\"", short3(opacity))
        }
    }
}

/// To a hundredth.
fn short(value: f32) -> String {
    rounded(value, 100.0)
}

/// To a thousandth.
fn short3(value: f32) -> String {
    rounded(value, 1000.0)
}

fn rounded(value: f32, steps: f64) -> String {
    let rounded = (f64::from(value) * steps).round() / steps;
    // Never "-0".
    format!("{}", rounded + 0.0)
}

/// As text of XML 1.0: signs escaped, characters that it cannot hold left out.
pub fn escaped(text: &str) -> String {
    quick_xml::escape::escape(&*legal(text)).into_owned()
}

/// Without the characters that XML 1.0 cannot hold.
pub fn legal(text: &str) -> String {
    let allowed = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_freed_of_what_xml_cannot_hold() {
        assert_eq!(
            escaped("a<b & \"c\"\u{1}张"),
            "a&lt;b &amp; &quot;c&quot;张"
        );
    }

    #[test]
    fn layers_of_one_kind_get_ids_of_their_own() {
        let mut canvas = Canvas::new([64, 64], egui::vec2(64.0, 64.0), "en", "");
        for _ in 0..2 {
            canvas.layer("water", "Water", |_| {});
        }
        let svg = canvas.finish();
        assert!(svg.contains("id=\"water\"") && svg.contains("id=\"water-2\""));
    }

    #[test]
    fn transparency_is_an_opacity_beside_the_colour() {
        let glass = Color32::from_rgba_unmultiplied(0xC9, 0xB9, 0xA6, 70);
        assert!(paint("fill", glass).contains("fill-opacity=\"0.275\""));
        assert_eq!(paint("fill", Color32::TRANSPARENT), "fill=\"none\"");
    }
}
