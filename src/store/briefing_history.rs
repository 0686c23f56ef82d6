//! What was done to a text, piece by piece with old and new, and back.

/// Steps that can be taken back.
const STEPS: usize = 500;

/// A piece of a text and what stands there instead. Its own inverse with old and new exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// In bytes.
    pub at: usize,
    pub old: String,
    pub new: String,
}

/// What was done to a text and can be undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Edit>,
    undone: Vec<Edit>,
}

impl Edit {
    /// The smallest single piece that differs; `None` between equal texts.
    pub fn between(old: &str, new: &str) -> Option<Self> {
        if old == new {
            return None;
        }
        let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b);
        let mut start = same.count();
        while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
            start -= 1;
        }
        let rest = old[start..].bytes().rev().zip(new[start..].bytes().rev());
        let mut end = rest.take_while(|(a, b)| a == b).count();
        while !old.is_char_boundary(old.len() - end) || !new.is_char_boundary(new.len() - end) {
            end -= 1;
        }
        Some(Self {
            at: start,
            old: old[start..old.len() - end].to_owned(),
            new: new[start..new.len() - end].to_owned(),
        })
    }

    /// `None` if the text does not have the old piece there.
    pub fn applied(&self, text: &str) -> Option<String> {
        let (before, rest) = text.split_at_checked(self.at)?;
        let after = rest.strip_prefix(self.old.as_str())?;
        Some([before, &self.new, after].concat())
    }

    fn inverse(&self) -> Self {
        Self {
            at: self.at,
            old: self.new.clone(),
            new: self.old.clone(),
        }
    }
}

impl History {
    pub fn note(&mut self, edit: Edit) {
        self.undone.clear();
        if self.done.len() == STEPS {
            self.done.remove(0);
        }
        self.done.push(edit);
    }

    /// The text before the last edit.
    pub fn undo(&mut self, text: &str) -> Option<String> {
        let edit = self.done.pop()?;
        let before = edit.inverse().applied(text);
        self.undone.push(edit);
        before
    }

    /// The text after the edit that was undone last.
    pub fn redo(&mut self, text: &str) -> Option<String> {
        let edit = self.undone.pop()?;
        let after = edit.applied(text);
        self.done.push(edit);
        after
    }

    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}
