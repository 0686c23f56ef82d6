//! Folding of names and queries into what is compared: lower case, no tone marks, no punctuation between words.

/// Lower case, tone marks and other diacritics gone, punctuation as single spaces. `ü` becomes `u`, as most people
/// type it.
pub fn fold(text: &str) -> String {
    let folded: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(fold_letter)
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first letters of its words, for two words or more: `fu` for Fudan University.
pub fn initials(text: &str) -> String {
    let folded = fold(text);
    let words = folded
        .split([' ', '-', '\''])
        .filter(|word| word.starts_with(char::is_alphanumeric));
    let letters: String = words.filter_map(|word| word.chars().next()).collect();
    if letters.chars().count() > 1 && letters.is_ascii() {
        letters
    } else {
        String::new()
    }
}

/// The first letters of the pinyin syllables of a single word: `ljz` for Lujiazui. Empty if it is no pinyin.
pub fn syllable_initials(text: &str) -> String {
    let folded = fold(text);
    let Some(word) = folded.split(' ').next().filter(|word| word.len() > 3) else {
        return String::new();
    };
    let mut rest = word;
    let mut letters = String::new();
    while !rest.is_empty() {
        let Some(length) = syllable(rest) else {
            return String::new();
        };
        letters.push_str(&rest[..1]);
        rest = &rest[length..];
    }
    if letters.len() > 1 {
        letters
    } else {
        String::new()
    }
}

const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w",
];
/// The longest first.
const FINALS: [&str; 34] = [
    "iang", "iong", "uang", "ang", "eng", "ian", "iao", "ing", "ong", "uai", "uan", "ai", "an",
    "ao", "ei", "en", "er", "ia", "ie", "in", "iu", "ou", "ua", "ue", "ui", "un", "uo", "ve", "a",
    "e", "i", "o", "u", "v",
];

/// Length of the pinyin syllable that `text` starts with, such that the rest does not start with a vowel where a
/// shorter syllable would avoid it.
fn syllable(text: &str) -> Option<usize> {
    let initial = INITIALS
        .iter()
        .find(|initial| text.starts_with(**initial))
        .map_or(0, |one| one.len());
    let after = &text[initial..];
    let fitting = || {
        FINALS
            .iter()
            .filter(|last| after.starts_with(**last))
            .map(|last| initial + last.len())
    };
    let clean =
        fitting().find(|length| !text[*length..].starts_with(['a', 'e', 'i', 'o', 'u', 'v']));
    clean.or_else(|| fitting().next())
}

fn fold_letter(letter: char) -> Option<char> {
    Some(match letter {
        'ā' | 'á' | 'ǎ' | 'à' | 'ä' | 'â' | 'ã' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ë' | 'ê' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' | 'ï' | 'î' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' | 'ö' | 'ô' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'û' => 'u',
        // Combining marks that stand for themselves.
        '\u{300}'..='\u{36f}' => return None,
        '’' | '‘' | '\'' => '\'',
        '-' | '‐' | '–' => '-',
        other if other.is_alphanumeric() => other,
        _ => ' ',
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tones_case_and_punctuation_are_folded_away() {
        assert_eq!(fold("Pǔdōng  Xīnqū"), "pudong xinqu");
        assert_eq!(
            fold("张江科学城（张江高科技园区）"),
            "张江科学城 张江高科技园区"
        );
    }

    #[test]
    fn pinyin_words_are_cut_into_their_syllables() {
        assert_eq!(syllable_initials("Lujiazui"), "ljz");
        assert_eq!(syllable_initials("Zhangjiang Science City"), "zj");
        assert_eq!(syllable_initials("Yangshan"), "ys");
        assert_eq!(syllable_initials("Tesla"), "");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            syllable_initials(&text);
            initials(&text);
        }
    }
}
