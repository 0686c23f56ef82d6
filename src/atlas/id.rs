//! Names by which things of an atlas refer to each other: one type per kind of thing, so that they cannot be mixed up.

use std::{fmt, sync::Arc};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(Arc::from(id.as_ref()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )+};
}

ids! {
    /// Names a [`super::Place`].
    PlaceId,
    /// Names a [`super::Fact`].
    FactId,
    /// Names a [`super::Source`].
    SourceId,
    /// Names a [`super::Theme`].
    ThemeId,
    /// Names a [`super::Briefing`]: the name of its file without the ending.
    BriefingId,
    /// Names a [`super::Slide`] within its briefing.
    SlideId,
}
