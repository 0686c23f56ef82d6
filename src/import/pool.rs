//! Texts one behind the other, kept once each where they are expected to recur.

use std::hash::{BuildHasher as _, RandomState};

/// A text's number stands for it.
#[derive(Debug, Default)]
pub struct Pool {
    text: String,
    /// Where each text ends in `text`.
    ends: Vec<u32>,
    /// Of texts that may recur. Open addressing; a power of two, at most half full.
    slots: Vec<Slot>,
    /// Slots that are not free.
    taken: usize,
    hasher: RandomState,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Number of a text plus one, 0 where free.
    number: u32,
    /// Part of the text's hash, so that other texts are hardly ever looked at.
    hash: u32,
}

impl Pool {
    pub fn get(&self, number: u32) -> &str {
        let index = number as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        &self.text[start..self.ends[index] as usize]
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Keeps a text that is not expected to recur; `None` once there is no room for it (4 GB).
    pub fn add(&mut self, text: &str) -> Option<u32> {
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        let number = u32::try_from(self.ends.len())
            .ok()
            .filter(|number| *number < u32::MAX)?;
        self.text.push_str(text);
        self.ends.push(end);
        Some(number)
    }

    /// The number of this text; `None` once there is no room for another.
    pub fn intern(&mut self, text: &str) -> Option<u32> {
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = self.hasher.hash_one(text) as u32;
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        while let Some(number) = self.slots[place].number.checked_sub(1) {
            if self.slots[place].hash == hash && self.get(number) == text {
                return Some(number);
            }
            place = (place + 1) & mask;
        }
        let number = self.add(text)?;
        self.taken += 1;
        self.slots[place] = Slot {
            number: number + 1,
            hash,
        };
        Some(number)
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let mut slots = vec![Slot::default(); size];
        for slot in self.slots.iter().filter(|slot| slot.number > 0) {
            let mut place = slot.hash as usize & (size - 1);
            while slots[place].number > 0 {
                place = (place + 1) & (size - 1);
            }
            slots[place] = *slot;
        }
        self.slots = slots;
    }

    /// Gives back what only adding needs.
    pub fn freeze(&mut self) {
        self.slots = Vec::new();
        self.taken = 0;
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
    fn texts_that_are_not_expected_to_recur_are_found_by_their_numbers_too() {
        let mut pool = Pool::default();
        let name = pool.intern("name").unwrap();
        let numbers: Vec<u32> = (0..200)
            .map(|index| pool.add(&format!("text {index}")).unwrap())
            .collect();
        assert_eq!(pool.get(numbers[0]), "text 0");
        assert_eq!(pool.get(numbers[199]), "text 199");
        assert_eq!(pool.intern("name"), Some(name));
        assert_eq!(pool.taken, 1);
    }

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
