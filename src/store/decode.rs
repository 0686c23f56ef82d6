//! Bytes into text: UTF-8, or what spreadsheets make of it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Finding, Location, Problem};

/// The text of a file. Another encoding than UTF-8 is read all the same, and named.
pub fn text(
    file: impl Into<Cow<'static, str>>,
    bytes: &[u8],
    findings: &mut Vec<Finding>,
) -> String {
    let location = Location::file(file);
    let mut found = |problem| findings.push(Finding::new(location.clone(), problem));
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if encoding == UTF_8 {
            found(Problem::ByteOrderMark {});
        } else {
            found(Problem::Encoding {
                encoding: encoding.name().to_owned(),
            });
        }
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if broken {
            found(Problem::NoText {});
        }
        return text.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    // In UTF-16 without a mark every other byte of ASCII text is zero.
    let zeros = |first: usize| {
        bytes
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let encoding = if zeros(1) > bytes.len() / 5 {
        UTF_16LE
    } else if zeros(0) > bytes.len() / 5 {
        UTF_16BE
    } else {
        GB18030
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    found(Problem::Encoding {
        encoding: encoding.name().to_owned(),
    });
    if broken {
        found(Problem::NoText {});
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let mut findings = Vec::new();
        let text = text(super::super::FACTS, bytes, &mut findings);
        (
            text,
            findings
                .iter()
                .map(|finding| finding.problem.key())
                .collect(),
        )
    }

    #[test]
    fn a_file_saved_by_a_spreadsheet_as_gbk_is_read_and_named() {
        let (bytes, _, _) = GB18030.encode("张江,面积");
        assert_eq!(read(&bytes), ("张江,面积".to_owned(), vec!["encoding"]));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(
            read("\u{feff}id,place".as_bytes()),
            ("id,place".to_owned(), vec!["byte-order-mark"])
        );
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let bytes: Vec<u8> = "id,place"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let with_mark = [&[0xff, 0xfe], bytes.as_slice()].concat();
        assert_eq!(read(&with_mark).0, "id,place");
    }

    proptest! {
        #[test]
        fn any_bytes_become_some_text(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            read(&bytes);
        }
    }
}
