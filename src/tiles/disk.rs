//! The thread that reads a file of tiles.

use std::path::Path;

use egui::Context;
use tokio::sync::mpsc::UnboundedReceiver;
use walkers::TileId;

use super::{
    Archive, Content, Look, Trouble, decode,
    layer::{Opened, Replies, Reply},
    style,
};

/// Until nobody asks any more.
pub fn serve(
    path: &Path,
    look: &Look,
    context: &Context,
    mut requests: UnboundedReceiver<TileId>,
    replies: &Replies,
) {
    let mut archive = match Archive::open(path) {
        Ok(archive) => archive,
        Err(trouble) => {
            replies.send(Reply::Failed(None, trouble));
            return;
        }
    };
    let vector = archive.content() == Content::Vector;
    replies.send(Reply::Opened(Opened {
        zooms: archive.zooms(),
        side: if vector { decode::VECTOR_SIDE } else { 256 },
        attribution: archive.attribution().map(str::to_owned),
    }));
    let style = style::style(look, archive.layers());
    while let Some(tile) = requests.blocking_recv() {
        let reply = match archive.tile(tile) {
            Ok(None) => Reply::Missing(tile),
            Ok(Some(bytes)) => {
                let decoded = if vector {
                    decode::vector(&bytes, &style, tile.zoom)
                } else {
                    decode::raster(context, &bytes)
                };
                decoded.map_or(
                    Reply::Failed(Some(tile), Trouble::Damaged("tile")),
                    |decoded| Reply::Tile(tile, decoded),
                )
            }
            Err(trouble) => Reply::Failed(Some(tile), trouble),
        };
        if !replies.send(reply) {
            return;
        }
    }
}
