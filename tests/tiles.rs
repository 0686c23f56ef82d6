//! Tiles under the atlas: what is fetched and when, what stands on the map, and what is said when a file or a server
//! is at fault. The server and the files are made here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod common;

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use common::{Window, app, settle, start, window};
use delta_atlas::{
    app::{App, BaseMapSettings, LayerState, Server, Settings, Start},
    tiles::{Archive, Content, Limits, Trouble},
};
use egui_kittest::kittest::Queryable as _;
use image::{ImageFormat, RgbaImage};
use walkers::TileId;

/// A picture of one colour.
fn png() -> Vec<u8> {
    let picture = RgbaImage::from_pixel(256, 256, image::Rgba([200, 30, 90, 255]));
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    bytes
}

/// A vector tile with one square in a layer `water`, written after the specification of Mapbox vector tiles 2.1.
fn mvt() -> Vec<u8> {
    let field = |number: u8, bytes: &[u8]| {
        let mut all = vec![number << 3 | 2, u8::try_from(bytes.len()).unwrap()];
        all.extend(bytes);
        all
    };
    // Move to (0, 0), lines to (4096, 0), (4096, 4096) and (0, 4096), close.
    let geometry = [9, 0, 0, 26, 0x80, 0x40, 0, 0, 0x80, 0x40, 0xFF, 0x3F, 0, 15];
    let mut feature = vec![3 << 3, 3];
    feature.extend(field(4, &geometry));
    let mut layer = vec![15 << 3, 2];
    layer.extend(field(1, b"water"));
    layer.extend(field(2, &feature));
    // Its extent, 4096.
    layer.extend([5 << 3, 0x80, 0x20]);
    field(3, &layer)
}

/// What a file of tiles is made with.
struct Making {
    kind: u8,
    tile: Vec<u8>,
    /// West, south, east, north.
    covers: [f64; 4],
    metadata: &'static str,
}

fn making(kind: u8, tile: Vec<u8>) -> Making {
    Making {
        kind,
        tile,
        covers: [114.0, 26.0, 124.0, 36.0],
        metadata: r#"{"attribution": "<a href='x'>&copy; Survey of the test</a>"}"#,
    }
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// `PMTiles`, version 3, with one content for all tiles of the zooms 0 to 2: behind the root a directory, so that
/// the way through it is gone too.
fn pmtiles(making: &Making) -> Vec<u8> {
    let entry = |run: u64, length: usize| {
        let numbers = [1, 0, run, length as u64, 1].map(varint);
        numbers.concat()
    };
    let leaf = entry(21, making.tile.len());
    let root = entry(0, leaf.len());
    let metadata = making.metadata.as_bytes();
    let parts = [&root[..], metadata, &leaf, &making.tile];
    let mut header = b"PMTiles\x03".to_vec();
    let mut offset = 127u64;
    for part in parts {
        header.extend(offset.to_le_bytes());
        header.extend((part.len() as u64).to_le_bytes());
        offset += part.len() as u64;
    }
    for count in [21u64, 1, 1] {
        header.extend(count.to_le_bytes());
    }
    // Clustered, nothing packed, the kind, zooms.
    header.extend([1, 1, 1, making.kind, 0, 2]);
    for degrees in making.covers {
        header.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    header.extend([0; 9]);
    assert_eq!(header.len(), 127);
    [&header[..], &parts.concat()].concat()
}

fn saved(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("delta.pmtiles");
    fs::write(&path, bytes).unwrap();
    path
}

fn opened(bytes: &[u8]) -> Result<Archive<Cursor<Vec<u8>>>, Trouble> {
    Archive::read(Cursor::new(bytes.to_vec()), bytes.len() as u64)
}

/// A server on this machine.
struct TestServer {
    template: String,
    requests: Arc<Mutex<Vec<String>>>,
    /// The most connections that waited for an answer at once.
    most: Arc<AtomicUsize>,
}

impl TestServer {
    /// Answers every request with these bytes, after a while; `None`: never.
    fn answering(answer: Option<Vec<u8>>, after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self {
            template: format!("http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"),
            requests: Arc::default(),
            most: Arc::default(),
        };
        let (requests, most) = (Arc::clone(&server.requests), Arc::clone(&server.most));
        let open = Arc::new(AtomicUsize::new(0));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (requests, most, open) = (requests.clone(), most.clone(), open.clone());
                let answer = answer.clone();
                thread::spawn(move || serve(stream, answer, after, &requests, &open, &most));
            }
        });
        server
    }

    fn with_status(status: &str, kind: &str, body: &[u8]) -> Self {
        let answer = response(status, kind, "", body);
        Self::answering(Some(answer), Duration::from_millis(5))
    }

    fn asked(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn response(status: &str, kind: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{header}Connection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn serve(
    mut stream: TcpStream,
    answer: Option<Vec<u8>>,
    after: Duration,
    requests: &Mutex<Vec<String>>,
    open: &AtomicUsize,
    most: &AtomicUsize,
) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
        head.push(byte[0]);
    }
    requests
        .lock()
        .unwrap()
        .push(String::from_utf8_lossy(&head).into_owned());
    most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    thread::sleep(after);
    match answer {
        Some(answer) => {
            open.fetch_sub(1, Ordering::SeqCst);
            let _ = stream.write_all(&answer);
        }
        None => thread::sleep(Duration::from_mins(1)),
    }
}

fn asking(server: &TestServer, keep_on: bool) -> Start {
    Start {
        settings: Settings {
            base_map: BaseMapSettings {
                server: Server {
                    template: server.template.clone(),
                    attribution: "© Test provider".to_owned(),
                    max_zoom: 18,
                },
                keep_on,
                ..BaseMapSettings::default()
            },
            ..common::settings()
        },
        tile_limits: Limits {
            answer: Duration::from_millis(700),
        },
        ..start()
    }
}

/// Runs frames until something is so, for at most ten seconds.
fn wait_for(window: &mut Window, what: &str, so: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !so(window) {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{what} never came"
        );
        thread::sleep(Duration::from_millis(10));
        window.step();
    }
}

fn server_state(window: &Window) -> LayerState {
    app(window).base_map_state().server
}

fn credits(window: &Window) -> Vec<String> {
    app(window).tile_credits()
}

/// The message is there, and the built-in map is too.
fn assert_told(window: &mut Window, words: &str) {
    wait_for(window, words, |window| {
        window.query_by_label_contains(words).is_some()
    });
    settle(window);
    assert_eq!(window.query_all_by_label_contains(words).count(), 1, "once");
    window.get_by_label_contains("The built-in map goes on.");
    window.get_by_label("Lujiazui Financial City");
    assert_eq!(credits(window), [""; 0], "nobody is named for nothing");
}

#[test]
fn a_raster_file_is_drawn_and_its_source_named_while_it_is_visible() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path(), &pmtiles(&making(2, png())));
    let mut window = window(Start {
        tiles: Some(path),
        ..start()
    });
    wait_for(&mut window, "the tile", |window| {
        !credits(window).is_empty()
    });
    assert_eq!(credits(&window), ["© Survey of the test"]);
    assert!(
        !app(&window).settings().base_map.file_on,
        "for this run only"
    );
    common::press(&mut window, egui::Key::F1);
    common::click(&mut window, "Base map");
    window.get_by_label("Show this file").click_accesskit();
    settle(&mut window);
    assert_eq!(credits(&window), [""; 0]);
}

#[test]
fn a_vector_file_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path(), &pmtiles(&making(1, mvt())));
    let mut window = window(Start {
        tiles: Some(path),
        ..start()
    });
    wait_for(&mut window, "the tile", |window| {
        !credits(window).is_empty()
    });
    assert_eq!(app(&window).base_map_state().file.trouble, None);
}

#[test]
fn tiles_are_found_through_directories_and_missing_ones_are_no_fault() {
    let mut archive = opened(&pmtiles(&making(2, png()))).unwrap();
    assert_eq!(archive.content(), Content::Raster);
    assert_eq!(archive.zooms(), 0..=2);
    let at = |zoom, x, y| TileId { x, y, zoom };
    assert_eq!(archive.tile(at(2, 3, 1)).unwrap(), Some(png()));
    assert_eq!(archive.tile(at(3, 0, 0)).unwrap(), None);
}

#[test]
fn damaged_foreign_and_distant_files_are_told_apart() {
    let sound = pmtiles(&making(2, png()));
    let trouble = |bytes: &[u8]| opened(bytes).unwrap_err();
    assert_eq!(trouble(b""), Trouble::NotPmTiles);
    assert_eq!(trouble(b"PK\x03\x04 a zip"), Trouble::NotPmTiles);
    for length in [100, 127, 150, sound.len() - 1] {
        let found = trouble(&sound[..length]);
        assert!(
            matches!(found, Trouble::Truncated { .. }),
            "{length}: {found:?}"
        );
    }
    let changed = |at: usize, byte: u8| {
        let mut bytes = sound.clone();
        bytes[at] = byte;
        trouble(&bytes)
    };
    assert_eq!(changed(7, 2), Trouble::FormatVersion(2));
    assert_eq!(changed(97, 4), Trouble::Compression("Zstandard"));
    assert_eq!(changed(99, 4), Trouble::TileType("WebP"));
    assert_eq!(changed(97, 2), Trouble::Damaged("directory"));
    let berlin = Making {
        covers: [13.0, 52.3, 13.8, 52.7],
        ..making(2, png())
    };
    assert_eq!(trouble(&pmtiles(&berlin)), Trouble::Elsewhere);
}

#[test]
fn a_file_at_fault_is_told_once_and_the_built_in_map_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let sound = pmtiles(&making(2, png()));
    let cases = [
        (None, "There is no file at this path."),
        (Some(b"not tiles".to_vec()), "This is not a PMTiles file."),
        (
            Some(sound[..sound.len() - 9].to_vec()),
            "The file ends too early",
        ),
        (
            Some(pmtiles(&making(2, b"no picture".to_vec()))),
            "A part of the file is damaged: tile.",
        ),
        (
            Some(pmtiles(&making(1, vec![0xFF; 50]))),
            "A part of the file is damaged: tile.",
        ),
    ];
    for (bytes, words) in cases {
        let path = folder.path().join("delta.pmtiles");
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => drop(fs::remove_file(&path)),
        }
        let mut window = window(Start {
            tiles: Some(path),
            ..start()
        });
        assert_told(&mut window, words);
    }
}

#[test]
fn nothing_is_fetched_until_the_user_switches_it_on_and_after_it_is_off() {
    let server = TestServer::with_status("200 OK", "image/png", &png());
    let mut window = window(asking(&server, false));
    thread::sleep(Duration::from_millis(100));
    window.step();
    assert_eq!(server.asked().len(), 0, "it starts off");

    common::press(&mut window, egui::Key::F1);
    common::click(&mut window, "Base map");
    window
        .get_by_label("Fetch tiles from this server")
        .click_accesskit();
    settle(&mut window);
    wait_for(&mut window, "all tiles", |window| {
        let state = server_state(window);
        state.on && !state.busy && credits(window) == ["© Test provider"]
    });
    let asked = server.asked();
    assert!(asked.len() > 10, "{} tiles", asked.len());
    for request in &asked {
        assert!(
            request.to_lowercase().contains("user-agent: deltaatlas/"),
            "{request}"
        );
    }
    let most = server.most.load(Ordering::SeqCst);
    assert!(most <= 2, "{most} at once");

    window
        .get_by_label("Fetch tiles from this server")
        .click_accesskit();
    settle(&mut window);
    assert_eq!(credits(&window), [""; 0]);
    thread::sleep(Duration::from_millis(50));
    let before = server.asked().len();
    common::press(&mut window, egui::Key::Escape);
    common::press(&mut window, egui::Key::Plus);
    thread::sleep(Duration::from_millis(100));
    assert_eq!(server.asked().len(), before);
}

#[test]
fn a_server_kept_on_is_asked_at_the_start_and_no_deeper_than_the_provider_goes() {
    let server = TestServer::with_status("200 OK", "image/png", &png());
    let mut start = asking(&server, true);
    start.settings.base_map.server.max_zoom = 7;
    let mut window = window(start);
    wait_for(&mut window, "tiles", |window| {
        !credits(window).is_empty() && !server_state(window).busy
    });
    for request in server.asked() {
        assert!(request.starts_with("GET /7/"), "{request}");
    }
}

#[test]
fn what_was_fetched_comes_from_the_cache_the_next_time() {
    let body = response(
        "200 OK",
        "image/png",
        "Cache-Control: max-age=3600\r\n",
        &png(),
    );
    let server = TestServer::answering(Some(body), Duration::from_millis(1));
    let cache = tempfile::tempdir().unwrap();
    let mut asked = Vec::new();
    for _ in 0..2 {
        let mut window = window(Start {
            tile_cache: Some(cache.path().join("tiles")),
            ..asking(&server, true)
        });
        wait_for(&mut window, "tiles", |window| {
            !credits(window).is_empty() && !server_state(window).busy
        });
        asked.push(server.asked().len());
    }
    assert_eq!(asked[0], asked[1]);
}

#[test]
fn a_server_at_fault_is_told_once_and_the_built_in_map_goes_on() {
    let never = TestServer::answering(None, Duration::ZERO);
    let cases = [
        (
            TestServer::with_status("404 Not Found", "text/html", b"<html>no</html>"),
            "The server answers with error 404.",
        ),
        (
            TestServer::with_status("500 Internal Server Error", "text/html", b""),
            "The server answers with error 500.",
        ),
        (
            TestServer::with_status("200 OK", "text/html", b"<html>Log in first</html>"),
            "The server answers with something that is not a tile.",
        ),
        (
            TestServer::with_status("200 OK", "image/png", &png()[..40]),
            "The server answers with something that is not a tile.",
        ),
        (never, "The server did not answer within"),
    ];
    for (server, words) in cases {
        let mut window = window(asking(&server, true));
        assert_told(&mut window, words);
        let asked = server.asked().len();
        assert!(
            asked <= 6,
            "{words}: a server at fault was asked {asked} times"
        );
    }
}

#[test]
fn a_server_that_is_not_there_or_does_not_encrypt_is_told() {
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let mut start = asking(&TestServer::answering(None, Duration::ZERO), true);
    start.settings.base_map.server.template = format!("http://127.0.0.1:{gone}/{{z}}/{{x}}/{{y}}");
    assert_told(&mut window(start), "The server cannot be reached");

    let plain = TestServer::with_status("200 OK", "image/png", &png());
    let mut start = asking(&plain, true);
    start.settings.base_map.server.template = plain.template.replace("http://", "https://");
    assert_told(&mut window(start), "The server");
}

#[test]
fn trying_again_helps_once_the_server_is_well() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let ill = Arc::new(AtomicUsize::new(1));
    let state = Arc::clone(&ill);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let answer = if state.load(Ordering::SeqCst) == 1 {
                response("503 Service Unavailable", "text/plain", "", b"")
            } else {
                response("200 OK", "image/png", "", &png())
            };
            let mut head = [0; 2000];
            let _ = stream.read(&mut head);
            let _ = stream.write_all(&answer);
        }
    });
    let mut start = asking(&TestServer::answering(None, Duration::ZERO), true);
    start.settings.base_map.server.template = format!("http://{address}/{{z}}/{{x}}/{{y}}");
    let mut window = window(start);
    assert_told(&mut window, "error 503");
    ill.store(0, Ordering::SeqCst);
    common::click(&mut window, "Try again");
    wait_for(&mut window, "tiles", |window| !credits(window).is_empty());
    assert!(window.query_by_label_contains("error 503").is_none());
}

#[test]
fn a_frame_never_waits_for_a_server() {
    let server = TestServer::answering(None, Duration::ZERO);
    let mut start = asking(&server, true);
    start.tile_limits.answer = Duration::from_secs(30);
    let mut window = window(start);
    wait_for(&mut window, "a request", |_| !server.asked().is_empty());
    let began = Instant::now();
    window.get_by_label("Zoom in").click_accesskit();
    settle(&mut window);
    drop::<Option<App>>(window.state_mut().take());
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
}
