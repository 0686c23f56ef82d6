//! Texts kept once each, one behind the other.

use std::hash::{BuildHasher as _, RandomState};

/// A text's number stands for it.
#[derive(Debug, Default)]
pub struct Pool {
    text: String,
    /// Where each text ends in `text`.
    ends: Vec<u32>,
    /// Open addressing: number of a text plus one, 0 where free; a power of two, at most half full.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Pool {
    pub fn get(&self, number: u32) -> &str {
        let index = number as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        &self.text[start..self.ends[index] as usize]
    }

    /// The number of this text; `None` once there is no room for another (4 GB).
    pub fn intern(&mut self, text: &str) -> Option<u32> {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = self.hash(text) & mask;
        while let Some(number) = self.slots[slot].checked_sub(1) {
            if self.get(number) == text {
                return Some(number);
            }
            slot = (slot + 1) & mask;
        }
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        let number = u32::try_from(self.ends.len()).ok()?;
        self.text.push_str(text);
        self.ends.push(end);
        self.slots[slot] = number + 1;
        Some(number)
    }

    fn hash(&self, text: &str) -> usize {
        self.hasher.hash_one(text) as usize
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let mut slots = vec![0; size];
        for number in 0..self.ends.len() as u32 {
            let mut slot = self.hash(self.get(number)) & (size - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = number + 1;
        }
        self.slots = slots;
    }

    /// Gives back what only adding needs.
    pub fn freeze(&mut self) {
        self.slots = Vec::new();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_found_by_its_number() {
        let mut pool = Pool::default();
        let numbers: Vec<u32> = (0..1000)
            .map(|index| pool.intern(&format!("text {}", index % 300)).unwrap())
            .collect();
        assert_eq!(numbers[0], numbers[300]);
        assert_eq!(pool.get(numbers[299]), "text 299");
        assert_eq!(pool.ends.len(), 300);
        assert_eq!(
            pool.intern("").map(|number| pool.get(number).len()),
            Some(0)
        );
    }
}
