//! The thread that fetches tiles from a server: at most a few at a time, from its cache on the disk where the
//! server allows that, under the program's own name.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Once,
    time::Duration,
};

use egui::Context;
use http_cache_reqwest::{CACacheManager, Cache, CacheMode, HttpCache, HttpCacheOptions};
use reqwest::StatusCode;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use tokio::{sync::mpsc::UnboundedReceiver, task::JoinSet};
use walkers::TileId;

use super::{
    Template, Trouble, decode,
    layer::{Opened, Replies, Reply},
};

const USER_AGENT: &str = concat!(
    "DeltaAtlas/",
    env!("CARGO_PKG_VERSION"),
    " (desktop atlas; tiles switched on by its user)"
);
/// Tiles that are fetched at once: what the strictest of the public servers ask for.
pub const PARALLEL: usize = 2;
/// A cache larger than this is emptied before it is used, in bytes.
const CACHE_LIMIT: u64 = 256 * 1024 * 1024;
/// No tile is larger, in bytes.
const MAX_TILE: usize = 8 * 1024 * 1024;

/// How long a server is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(20),
        }
    }
}

/// A server of tiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    pub template: Template,
    /// The provider has no tiles beyond.
    pub max_zoom: u8,
    /// `None`: nothing is kept.
    pub cache: Option<PathBuf>,
    pub limits: Limits,
}

/// The program's folder for tiles that were fetched, as the desktop has it.
pub fn default_cache() -> Option<PathBuf> {
    use etcetera::AppStrategy as _;
    let names = etcetera::AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: crate::TITLE.to_owned(),
    };
    let strategy = etcetera::choose_app_strategy(names).ok()?;
    Some(strategy.cache_dir().join("tiles"))
}

/// Until nobody asks any more.
pub fn serve(
    network: &Network,
    context: &Context,
    requests: UnboundedReceiver<TileId>,
    replies: &Replies,
) {
    install_tls();
    if let Some(cache) = &network.cache {
        empty_if_large(cache);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            replies.send(Reply::Failed(None, Trouble::Unreachable(error.to_string())));
            return;
        }
    };
    let client = match client(network) {
        Ok(client) => client,
        Err(trouble) => {
            replies.send(Reply::Failed(None, trouble));
            return;
        }
    };
    replies.send(Reply::Opened(Opened {
        zooms: 0..=network.max_zoom,
        side: 256,
        attribution: None,
    }));
    runtime.block_on(fetch_all(network, &client, context, requests, replies));
    // A look-up of a name that hangs is left to itself.
    runtime.shutdown_background();
}

/// Encryption for the whole process, once, and only if a server is asked at all.
fn install_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::ring::default_provider()
            .install_default()
            .is_err()
        {
            log::debug!("another TLS provider was installed before");
        }
    });
}

fn client(network: &Network) -> Result<ClientWithMiddleware, Trouble> {
    let mut builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(network.limits.answer)
        .timeout(network.limits.answer)
        .pool_max_idle_per_host(PARALLEL);
    // A proxy is for the way out.
    if matches!(network.template.host(), "localhost" | "127.0.0.1" | "[::1]") {
        builder = builder.no_proxy();
    }
    let client = builder
        .build()
        .map_err(|error| Trouble::Unreachable(cause(&error)))?;
    let mut builder = ClientBuilder::new(client);
    if let Some(path) = &network.cache {
        builder = builder.with(Cache(HttpCache {
            mode: CacheMode::Default,
            manager: CACacheManager::new(path.clone(), true),
            options: HttpCacheOptions::default(),
        }));
    }
    Ok(builder.build())
}

async fn fetch_all(
    network: &Network,
    client: &ClientWithMiddleware,
    context: &Context,
    mut requests: UnboundedReceiver<TileId>,
    replies: &Replies,
) {
    let mut running = JoinSet::new();
    loop {
        let reply = tokio::select! {
            request = requests.recv(), if running.len() < PARALLEL => {
                let Some(tile) = request else { return };
                let answer_s = network.limits.answer.as_secs();
                running.spawn(fetch(client.clone(), network.template.url(tile), tile, context.clone(), answer_s));
                continue;
            }
            Some(done) = running.join_next() => done,
        };
        let reply = reply.unwrap_or(Reply::Failed(None, Trouble::Stopped));
        if !replies.send(reply) {
            return;
        }
    }
}

async fn fetch(
    client: ClientWithMiddleware,
    url: String,
    tile: TileId,
    context: Context,
    answer_s: u64,
) -> Reply {
    let failed = |trouble| Reply::Failed(Some(tile), trouble);
    let response = match client.get(&url).send().await {
        Ok(response) => response,
        Err(error) => return failed(trouble_of(&error, answer_s)),
    };
    match response.status() {
        StatusCode::NO_CONTENT => return Reply::Missing(tile),
        status if !status.is_success() => return failed(Trouble::Status(status.as_u16())),
        _ => {}
    }
    match response.bytes().await {
        Ok(bytes) if bytes.len() <= MAX_TILE => decode::raster(&context, &bytes).map_or_else(
            || failed(Trouble::NotATile),
            |decoded| Reply::Tile(tile, decoded),
        ),
        Ok(_) => failed(Trouble::NotATile),
        Err(error) if error.is_timeout() => failed(Trouble::NoAnswer(answer_s)),
        Err(error) => failed(Trouble::Unreachable(cause(&error))),
    }
}

fn trouble_of(error: &reqwest_middleware::Error, answer_s: u64) -> Trouble {
    // The cache passes errors on as text only.
    if error.is_timeout() || error.to_string().contains("timed out") {
        return Trouble::NoAnswer(answer_s);
    }
    Trouble::Unreachable(cause(error))
}

/// The innermost reason: the others only say that there is one.
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(inner) = innermost.source() {
        innermost = inner;
    }
    innermost.to_string()
}

fn empty_if_large(cache: &Path) {
    if size_of(cache) > CACHE_LIMIT
        && let Err(error) = fs::remove_dir_all(cache)
    {
        log::warn!("{} cannot be emptied: {error}", cache.display());
    }
}

/// Of all files in a folder, in bytes.
fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => size_of(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    });
    sizes.sum()
}
