//! Writes XML: elements close by themselves, text and attributes are escaped.

use std::fmt::Display;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::super::canvas::legal;

pub type Attributes<'a> = &'a [(&'static str, &'a dyn Display)];

/// A document in the making. Writing into memory cannot fail, so the results of writing are dropped.
pub struct Xml {
    writer: Writer<Vec<u8>>,
}

impl std::fmt::Debug for Xml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Xml").finish_non_exhaustive()
    }
}

impl Xml {
    /// A whole document round what is written inside its root.
    pub fn document(
        root: &'static str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) -> Vec<u8> {
        let mut xml = Self::fragment();
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        xml.write(Event::Decl(declaration));
        xml.element(root, attributes, inside);
        xml.writer.into_inner()
    }

    /// Without a root.
    pub fn fragment() -> Self {
        Self {
            writer: Writer::new(Vec::new()),
        }
    }

    pub fn element(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.write(Event::Start(start(name, attributes)));
        inside(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.write(Event::Empty(start(name, attributes)));
    }

    pub fn text(&mut self, text: &str) {
        self.write(Event::Text(BytesText::new(&legal(text))));
    }

    /// An element with nothing but text.
    pub fn words(&mut self, name: &'static str, text: &str) {
        self.element(name, &[], |xml| xml.text(text));
    }

    /// What was written as a fragment.
    pub fn append(&mut self, fragment: Self) {
        self.writer.get_mut().extend(fragment.writer.into_inner());
    }

    fn write(&mut self, event: Event<'_>) {
        let _ = self.writer.write_event(event);
    }
}

fn start(name: &'static str, attributes: Attributes<'_>) -> BytesStart<'static> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        let value = value.to_string();
        start.push_attribute((*key, &*legal(&value)));
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_freed_of_what_xml_cannot_hold() {
        let bytes = Xml::document("a", &[("name", &"R&D \"x\"\u{2}")], |xml| {
            xml.words("b", "1 < 2\u{1}");
        });
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.ends_with("<a name=\"R&amp;D &quot;x&quot;\"><b>1 &lt; 2</b></a>"),
            "{text}"
        );
    }
}
