//! Memory that every frame asks for and gives back.

/// Of the largest block that a frame asks for, in bytes: the triangles of a map on a large screen.
const BLOCK: usize = 8 << 20;

/// Has the allocator keep what frames give back. The one of glibc returns large blocks to the system at once, whose
/// pages the next frame then gets one by one, each cleared: half of a frame's time. It keeps blocks up to the largest
/// one that was ever given back, and twice as much in all (mallopt(3), `M_MMAP_THRESHOLD`); this one is never touched.
pub fn keep_blocks_of_frames() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(BLOCK)));
}
