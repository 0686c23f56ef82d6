//! Promises about presentations: the rules of the package and of the schema, what stands on the slides by which name.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    io::{Cursor, Read},
};

use delta_atlas::{
    atlas::{BriefingId, Language},
    export::{Format, Handout, Job, PictureSize, Subject, Watch},
    geo::Locator,
    store,
    theme::ThemeName,
};
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

type Parts = BTreeMap<String, Vec<u8>>;

/// Elements and what may stand in them, in this order: `?` at most once, `*` any number, `+` at least once, without
/// a sign exactly once. After ECMA-376, parts 1 (`PresentationML` and `DrawingML`), for what is written.
const SCHEMA: &[(&str, &str)] = &[
    ("Types", "Default* Override*"),
    ("Relationships", "Relationship*"),
    (
        "p:presentation",
        "p:sldMasterIdLst? p:notesMasterIdLst? p:sldIdLst? p:sldSz? p:notesSz",
    ),
    ("p:sldMasterIdLst", "p:sldMasterId*"),
    ("p:notesMasterIdLst", "p:notesMasterId?"),
    ("p:sldIdLst", "p:sldId*"),
    ("p:sldLayoutIdLst", "p:sldLayoutId*"),
    (
        "p:sldMaster",
        "p:cSld p:clrMap p:sldLayoutIdLst? p:txStyles?",
    ),
    ("p:sldLayout", "p:cSld p:clrMapOvr?"),
    ("p:sld", "p:cSld p:clrMapOvr?"),
    ("p:notes", "p:cSld p:clrMapOvr?"),
    ("p:notesMaster", "p:cSld p:clrMap p:notesStyle?"),
    ("p:cSld", "p:bg? p:spTree"),
    ("p:bg", "p:bgPr"),
    ("p:bgPr", "a:solidFill a:effectLst"),
    (
        "p:spTree",
        "p:nvGrpSpPr p:grpSpPr p:sp|p:grpSp|p:pic|p:graphicFrame*",
    ),
    (
        "p:grpSp",
        "p:nvGrpSpPr p:grpSpPr p:sp|p:grpSp|p:pic|p:graphicFrame+",
    ),
    ("p:nvGrpSpPr", "p:cNvPr p:cNvGrpSpPr p:nvPr"),
    ("p:grpSpPr", "a:xfrm?"),
    ("p:sp", "p:nvSpPr p:spPr p:txBody?"),
    ("p:nvSpPr", "p:cNvPr p:cNvSpPr p:nvPr"),
    ("p:cNvPr", "a:extLst?"),
    ("p:cNvSpPr", "a:spLocks?"),
    ("p:nvPr", "p:ph?"),
    (
        "p:spPr",
        "a:xfrm? a:custGeom|a:prstGeom? a:noFill|a:solidFill? a:ln?",
    ),
    ("a:xfrm", "a:off a:ext a:chOff? a:chExt?"),
    ("p:xfrm", "a:off a:ext"),
    ("a:ext", "adec:decorative?"),
    ("a:extLst", "a:ext*"),
    (
        "a:custGeom",
        "a:avLst? a:gdLst? a:ahLst? a:cxnLst? a:rect? a:pathLst",
    ),
    ("a:pathLst", "a:path+"),
    ("a:path", "a:moveTo|a:lnTo|a:cubicBezTo|a:close+"),
    ("a:moveTo", "a:pt"),
    ("a:lnTo", "a:pt"),
    ("a:cubicBezTo", "a:pt a:pt a:pt"),
    ("a:prstGeom", "a:avLst?"),
    ("p:pic", "p:nvPicPr p:blipFill p:spPr"),
    ("p:nvPicPr", "p:cNvPr p:cNvPicPr p:nvPr"),
    ("p:cNvPicPr", "a:picLocks?"),
    ("p:blipFill", "a:blip? a:stretch?"),
    ("a:stretch", "a:fillRect?"),
    ("p:graphicFrame", "p:nvGraphicFramePr p:xfrm a:graphic"),
    ("p:nvGraphicFramePr", "p:cNvPr p:cNvGraphicFramePr p:nvPr"),
    ("p:cNvGraphicFramePr", "a:graphicFrameLocks?"),
    ("a:graphic", "a:graphicData"),
    ("a:graphicData", "a:tbl"),
    ("a:tbl", "a:tblPr? a:tblGrid a:tr*"),
    ("a:tblPr", "a:tableStyleId?"),
    ("a:tblGrid", "a:gridCol*"),
    ("a:tr", "a:tc*"),
    ("a:tc", "a:txBody? a:tcPr?"),
    (
        "a:tcPr",
        "a:lnL? a:lnR? a:lnT? a:lnB? a:noFill|a:solidFill?",
    ),
    ("a:lnL", "a:noFill|a:solidFill? a:prstDash? a:round?"),
    ("a:lnR", "a:noFill|a:solidFill? a:prstDash? a:round?"),
    ("a:lnT", "a:noFill|a:solidFill? a:prstDash? a:round?"),
    ("a:lnB", "a:noFill|a:solidFill? a:prstDash? a:round?"),
    ("a:ln", "a:noFill|a:solidFill? a:prstDash? a:round?"),
    ("a:solidFill", "a:srgbClr|a:schemeClr"),
    ("a:srgbClr", "a:alpha?"),
    ("p:txBody", "a:bodyPr a:lstStyle? a:p+"),
    ("a:txBody", "a:bodyPr a:lstStyle? a:p+"),
    ("a:bodyPr", "a:noAutofit|a:normAutofit?"),
    ("a:p", "a:pPr? a:r|a:fld*"),
    (
        "a:pPr",
        "a:spcBef? a:buFont? a:buNone|a:buAutoNum|a:buChar?",
    ),
    ("a:spcBef", "a:spcPts"),
    ("a:r", "a:rPr? a:t"),
    ("a:fld", "a:rPr? a:t?"),
    (
        "a:rPr",
        "a:noFill|a:solidFill? a:effectLst? a:latin? a:ea? a:hlinkClick?",
    ),
    ("a:effectLst", "a:glow?"),
    ("a:glow", "a:srgbClr"),
    ("p:txStyles", "p:titleStyle? p:bodyStyle? p:otherStyle?"),
    ("p:titleStyle", "a:lvl1pPr?"),
    ("p:bodyStyle", LEVELS),
    ("p:otherStyle", LEVELS),
    ("p:notesStyle", LEVELS),
    ("a:defRPr", "a:solidFill? a:latin? a:ea? a:cs?"),
    ("p:clrMapOvr", "a:masterClrMapping"),
    (
        "a:theme",
        "a:themeElements a:objectDefaults? a:extraClrSchemeLst?",
    ),
    ("a:themeElements", "a:clrScheme a:fontScheme a:fmtScheme"),
    (
        "a:clrScheme",
        "a:dk1 a:lt1 a:dk2 a:lt2 a:accent1 a:accent2 a:accent3 a:accent4 a:accent5 a:accent6 a:hlink a:folHlink",
    ),
    ("a:fontScheme", "a:majorFont a:minorFont"),
    ("a:majorFont", "a:latin a:ea a:cs a:font*"),
    ("a:minorFont", "a:latin a:ea a:cs a:font*"),
    (
        "a:fmtScheme",
        "a:fillStyleLst a:lnStyleLst a:effectStyleLst a:bgFillStyleLst",
    ),
    ("a:fillStyleLst", "a:solidFill a:solidFill a:solidFill"),
    ("a:bgFillStyleLst", "a:solidFill a:solidFill a:solidFill"),
    ("a:lnStyleLst", "a:ln a:ln a:ln"),
    (
        "a:effectStyleLst",
        "a:effectStyle a:effectStyle a:effectStyle",
    ),
    ("a:effectStyle", "a:effectLst"),
    (
        "cp:coreProperties",
        "dc:title? dc:subject? dc:creator? dc:language?",
    ),
    ("Properties", "Application? PresentationFormat? Slides?"),
];
const LEVELS: &str = "a:lvl1pPr? a:lvl2pPr? a:lvl3pPr? a:lvl4pPr? a:lvl5pPr? a:lvl6pPr? a:lvl7pPr? a:lvl8pPr? a:lvl9pPr?";
/// Attributes that hold whole numbers.
const WHOLE: [&str; 12] = [
    "x", "y", "cx", "cy", "w", "h", "sz", "id", "marL", "indent", "rot", "val",
];

fn presentation(briefing: &str, slides: &[usize], language: Language, notes: bool) -> Vec<u8> {
    let job = Job {
        format: Format::Pptx,
        subject: Subject::Slides(BriefingId::new(briefing), slides.to_vec()),
        size: PictureSize::new(1280, 752, 1.0).unwrap(),
        language,
        theme: ThemeName::Light,
        bare: false,
        handout: Handout {
            notes,
            ..Handout::default()
        },
        data: None,
    };
    let atlas = store::builtin().atlas;
    let mut bytes = Vec::new();
    let warnings = job.write(&atlas, &Locator::new(&atlas), &mut bytes, &Watch::default());
    assert_eq!(warnings.unwrap(), []);
    bytes
}

fn parts(bytes: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap()
}

fn text<'a>(parts: &'a Parts, path: &str) -> &'a str {
    std::str::from_utf8(&parts[path]).unwrap()
}

/// An element with its attributes, as it is read.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn get(&self, key: &str) -> Option<&str> {
        let known = self.attributes.iter().find(|(known, _)| known == key);
        known.map(|(_, value)| value.as_str())
    }

    /// With all that stands in it, whatever the depth.
    fn all(&self) -> Vec<&Self> {
        let below = self.children.iter().flat_map(Self::all);
        std::iter::once(self).chain(below).collect()
    }

    fn named(&self, name: &str) -> Vec<&Self> {
        let all = self.all().into_iter();
        all.filter(|one| one.name == name).collect()
    }

    /// The words in it.
    fn words(&self) -> String {
        self.named("a:t").iter().map(|one| &*one.text).collect()
    }
}

fn read(bytes: &[u8]) -> Element {
    let element = |start: &quick_xml::events::BytesStart<'_>| Element {
        name: String::from_utf8(start.name().as_ref().to_vec()).unwrap(),
        attributes: start
            .attributes()
            .map(|attribute| {
                let attribute = attribute.unwrap();
                let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                let value = std::str::from_utf8(&attribute.value).unwrap();
                (
                    key,
                    quick_xml::escape::unescape(value).unwrap().into_owned(),
                )
            })
            .collect(),
        ..Element::default()
    };
    let mut reader = Reader::from_reader(bytes);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(element(&start)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(words) => {
                let words = std::str::from_utf8(&words).unwrap().to_owned();
                open.last_mut().unwrap().text.push_str(&words);
            }
            Event::GeneralRef(sign) => {
                let sign = format!("&{};", std::str::from_utf8(&sign).unwrap());
                let sign = quick_xml::escape::unescape(&sign).unwrap().into_owned();
                open.last_mut().unwrap().text.push_str(&sign);
            }
            Event::Eof => return open.remove(0).children.remove(0),
            _ => {}
        }
    }
}

/// What is wrong with the order of an element's children.
fn disorder(element: &Element) -> Option<String> {
    let is_level = |name: &str| name.starts_with("a:lvl") && name.ends_with("pPr");
    let is_colour = |name: &str| {
        let names = ["a:dk1", "a:lt1", "a:dk2", "a:lt2", "a:hlink", "a:folHlink"];
        names.contains(&name) || name.starts_with("a:accent")
    };
    let rule = SCHEMA.iter().find(|(name, _)| *name == element.name);
    let rule = match rule {
        Some((_, rule)) => rule,
        None if is_level(&element.name) => "a:buNone? a:defRPr?",
        None if is_colour(&element.name) => "a:srgbClr",
        None => "",
    };
    let mut children = element.children.iter().map(|one| &*one.name).peekable();
    for slot in rule.split_whitespace() {
        let (names, most, least) = match slot.strip_suffix(['?', '*', '+']) {
            Some(names) if slot.ends_with('?') => (names, 1, 0),
            Some(names) if slot.ends_with('*') => (names, usize::MAX, 0),
            Some(names) => (names, usize::MAX, 1),
            None => (slot, 1, 1),
        };
        let mut count = 0;
        while count < most
            && children
                .next_if(|name| names.split('|').any(|one| one == *name))
                .is_some()
        {
            count += 1;
        }
        if count < least {
            return Some(format!("{} lacks {names}", element.name));
        }
    }
    let next = children.next()?;
    Some(format!("{} holds {next} in the wrong place", element.name))
}

#[test]
fn every_part_has_a_type_and_every_relationship_leads_to_a_part() {
    for notes in [true, false] {
        let parts = parts(&presentation("article", &[0, 2], Language::English, notes));
        let list = read(&parts["[Content_Types].xml"]);
        let endings: HashSet<&str> = list
            .named("Default")
            .into_iter()
            .filter_map(|one| one.get("Extension"))
            .collect();
        let overrides = list.named("Override");
        let typed: HashSet<&str> = overrides
            .iter()
            .filter_map(|one| one.get("PartName"))
            .collect();
        assert_eq!(typed.len(), overrides.len(), "each part once");
        for path in &typed {
            assert!(parts.contains_key(path.trim_start_matches('/')), "{path}");
        }
        let mut reached = BTreeSet::from(["[Content_Types].xml".to_owned()]);
        for path in parts.keys() {
            let known = typed.contains(&*format!("/{path}")) || endings.contains(ending(path));
            assert!(known, "{path} has no type");
            if ending(path) != "xml" || path.starts_with('[') {
                continue;
            }
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            reached.extend(targets(
                &parts,
                folder,
                &format!("{folder}/_rels/{name}.rels"),
                Some(path),
            ));
        }
        reached.extend(targets(&parts, "", "_rels/.rels", None));
        for path in parts.keys().filter(|path| ending(path) != "rels") {
            assert!(reached.contains(path), "nothing leads to {path}");
        }
        assert_eq!(parts.keys().any(|path| path.contains("notes")), notes);
    }
}

/// The parts that a file of relationships leads to; each exists, and `owner` uses no others.
fn targets(parts: &Parts, folder: &str, file: &str, owner: Option<&str>) -> Vec<String> {
    let Some(bytes) = parts.get(file) else {
        let used = owner.map_or("", |owner| text(parts, owner));
        assert!(
            !used.contains("r:id=") && !used.contains("r:embed="),
            "{owner:?}"
        );
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut ids = HashSet::new();
    let relationships = read(bytes);
    for one in relationships.named("Relationship") {
        assert!(
            ids.insert(one.get("Id").unwrap().to_owned()),
            "{file}: twice the same id"
        );
        let target = one.get("Target").unwrap();
        if one.get("TargetMode") == Some("External") {
            assert!(target.starts_with("http"), "{target}");
            assert!(
                target.bytes().all(|byte| byte.is_ascii_graphic()),
                "{target}"
            );
            continue;
        }
        let mut path: Vec<&str> = folder.split('/').filter(|one| !one.is_empty()).collect();
        for step in target.split('/') {
            if step == ".." {
                path.pop().unwrap();
            } else {
                path.push(step);
            }
        }
        let path = path.join("/");
        assert!(parts.contains_key(&path), "{file} leads to {path}");
        found.push(path);
    }
    if let Some(owner) = owner {
        for element in read(&parts[owner]).all() {
            for (key, value) in &element.attributes {
                if key.starts_with("r:") {
                    assert!(ids.contains(value), "{owner} uses {value}");
                }
            }
        }
    }
    found
}

#[test]
fn every_element_stands_where_the_schema_wants_it_and_ids_are_not_used_twice() {
    for (briefing, language) in [
        ("article", Language::English),
        ("network", Language::Chinese),
    ] {
        let parts = parts(&presentation(briefing, &[0, 2, 7], language, true));
        for (path, bytes) in parts.iter().filter(|(path, _)| ending(path) != "png") {
            let root = read(bytes);
            let mut ids = HashSet::new();
            for element in root.all() {
                assert_eq!(disorder(element), None, "{path}");
                for (key, value) in &element.attributes {
                    let is_whole = WHOLE.contains(&&**key)
                        && element.name.starts_with(['a', 'p'])
                        && !["a:srgbClr", "a:schemeClr", "a:prstDash", "p:ph", "a:fld"]
                            .contains(&&*element.name);
                    assert!(
                        !is_whole || value.parse::<i64>().is_ok(),
                        "{path}: {key}={value}"
                    );
                }
                if element.name == "p:cNvPr" {
                    assert!(ids.insert(element.get("id").unwrap().to_owned()), "{path}");
                    assert!(element.get("name").is_some(), "{path}");
                }
            }
        }
        let master = read(&parts["ppt/presentation.xml"]);
        let of = |name| {
            master.named(name)[0]
                .get("id")
                .unwrap()
                .parse::<u32>()
                .unwrap()
        };
        assert!(of("p:sldMasterId") >= 1 << 31 && of("p:sldId") >= 256);
    }
}

#[test]
fn districts_sites_and_names_are_shapes_of_their_own_on_a_picture_of_the_rest() {
    let parts = parts(&presentation("article", &[1], Language::English, true));
    let slide = read(&parts["ppt/slides/slide1.xml"]);
    let group = |name: &str| {
        let groups = slide.named("p:grpSp").into_iter();
        let mut found = groups.filter(|group| group.named("p:cNvPr")[0].get("name") == Some(name));
        found.next().unwrap_or_else(|| panic!("no group {name}"))
    };
    let regions = group("Districts and cities");
    for name in ["Pudong New Area", "Songjiang District"] {
        let shape = |shape: &&Element| shape.named("p:cNvPr")[0].get("name") == Some(name);
        let shapes = regions.named("p:sp");
        let shape = shapes
            .into_iter()
            .find(shape)
            .unwrap_or_else(|| panic!("no {name} in {:?}", regions.named("p:cNvPr")));
        assert!(shape.named("a:pt").len() > 10, "{name}");
    }
    let symbols = group("Symbols");
    assert!(symbols.named("p:sp").iter().any(|shape| {
        shape
            .named("a:prstGeom")
            .iter()
            .any(|form| form.get("prst") == Some("ellipse"))
    }));
    let names = group("Names");
    assert!(
        names
            .named("p:sp")
            .iter()
            .any(|shape| shape.words() == "Songjiang")
    );
    // All of it on the slide, in English Metric Units.
    for place in slide.named("a:xfrm").into_iter().skip(1) {
        let value = |element: &str, key: &str| {
            place.named(element)[0]
                .get(key)
                .unwrap()
                .parse::<i64>()
                .unwrap()
        };
        let (right, bottom) = (
            value("a:off", "x") + value("a:ext", "cx"),
            value("a:off", "y") + value("a:ext", "cy"),
        );
        assert!(
            (0..=12_192_000).contains(&right) && (0..=6_858_000).contains(&bottom),
            "{right} {bottom}"
        );
        assert!(value("a:off", "x") >= 0 && value("a:off", "y") >= 0);
    }
    let pictures = slide.named("p:pic");
    let alt = pictures[0].named("p:cNvPr")[0].get("descr").unwrap();
    assert!(alt.contains("Thirty-two claims"), "{alt}");
    assert_eq!(pictures[1].named("adec:decorative").len(), 1);
}

#[test]
fn title_text_facts_notes_and_sources_are_words_in_the_language_of_the_slides() {
    for (language, tag, title, disputed, figure) in [
        (
            Language::English,
            "en-GB",
            "Venture capital: less than half",
            "disputed",
            "96.64",
        ),
        (
            Language::Chinese,
            "zh-CN",
            "风险投资：不到一半",
            "有争议",
            "966.4",
        ),
    ] {
        let parts = parts(&presentation("article", &[4], language, true));
        let slide = read(&parts["ppt/slides/slide1.xml"]);
        let placeholder = |kind: &str| {
            let shapes = slide.named("p:sp").into_iter();
            let mut found = shapes.filter(|shape| {
                shape
                    .named("p:ph")
                    .iter()
                    .any(|one| one.get("type") == Some(kind))
            });
            found.next().unwrap()
        };
        assert_eq!(placeholder("title").words(), title);
        assert!(
            placeholder("body").words().contains(figure),
            "{}",
            placeholder("body").words()
        );
        let footer = placeholder("ftr").words();
        assert!(
            footer.contains("[1]") && footer.contains("OpenStreetMap"),
            "{footer}"
        );
        assert!(placeholder("ftr").named("a:hlinkClick").len() > 1);
        let table = slide.named("a:tbl")[0];
        let columns = table.named("a:gridCol").len();
        assert!(table.named("a:tr").len() > 4);
        for row in table.named("a:tr") {
            assert_eq!(row.named("a:tc").len(), columns);
        }
        assert!(table.words().contains(disputed), "{}", table.words());
        let tags: BTreeSet<_> = slide
            .named("a:rPr")
            .iter()
            .filter_map(|run| run.get("lang"))
            .collect();
        assert_eq!(tags, BTreeSet::from([tag]));
        let notes = read(&parts["ppt/notesSlides/notesSlide1.xml"]).words();
        assert!(notes.chars().count() > 40, "{notes}");
    }
}

#[test]
fn the_same_briefing_is_the_same_file() {
    let made = || presentation("network", &[1], Language::English, true);
    assert!(made() == made());
}
