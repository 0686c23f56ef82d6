//! What can be asked for, from a key, a button or a click. Performed in one place.

use crate::{
    atlas::{BriefingId, Language, PlaceId, SourceId},
    map::Spot,
    scene::{MapContent, data_layer::Hit},
    search::Found,
    theme::ThemeName,
};

use super::{
    after::AfterAction,
    base_map::BaseMapAction,
    desk::DeskAction,
    export::ExportAction,
    measuring::MeasureStep,
    session::{Dialog, Drawer},
    show::ShowAction,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Select(PlaceId),
    /// Several places that share a symbol.
    Disclose(Vec<PlaceId>),
    Deselect,
    /// A double click: its first click is taken back, then the camera comes closer.
    Closer(crate::atlas::Position),
    /// Features of the data file: comes closer to many, shows the properties of few.
    ShowFeatures(Hit),
    /// Of the features that were picked, the next or one before.
    StepFeature(isize),
    CloseFeature,
    /// The feature nearest to the middle of the map, for the keyboard.
    NearestFeature,
    /// All of the data file in view.
    ShowAllData,
    /// Also while it is being read.
    CloseData,
    /// The innermost thing that is open.
    CloseInnermost,
    ZoomBy(f64),
    /// In points to the right and down.
    PanBy(egui::Vec2),
    Home,
    /// Puts the camera over a position, at once.
    CentreAt(crate::atlas::Position),
    FlyTo(crate::atlas::Position),
    /// The view before this one.
    ViewBack,
    /// The view that was left by going back.
    ViewForward,
    /// Whether the camera jumps instead of flying.
    ReduceMotion(bool),
    SetLanguage(Language),
    SetTheme(ThemeName),
    Open(Dialog),
    /// Draws the check with this id on the map.
    ShowCheck(String),
    /// Opens a drawer, or closes it if it is open.
    ToggleDrawer(Drawer),
    /// Takes a place into the comparison, or out of it.
    ToggleCompared(PlaceId),
    ClearCompared,
    /// Opens one source with all that rests on it.
    ShowSource(SourceId),
    /// Back from one source to where it was opened.
    LeaveSource,
    /// Starts measuring by hand, or ends it.
    ToggleMeasure,
    /// Starts measuring from here; at a place, if it is given.
    MeasureFrom(crate::atlas::Position, Option<PlaceId>),
    /// A further point.
    MeasureTo(crate::atlas::Position, Option<PlaceId>),
    Measure(MeasureStep),
    /// What a right click offers.
    OpenSpot(Spot),
    /// The same where the selected site or the middle of the map is.
    OpenSpotHere,
    CloseSpot,
    /// The camera to a place, as near as it can be seen whole.
    ZoomTo(PlaceId),
    /// What was taken from the search list.
    Choose(Found),
    /// Other layers, another theme, choropleth or language of names.
    ShowOnMap(Box<MapContent>),
    /// Puts the keyboard into the search box.
    FocusSearch,
    /// http or https.
    OpenLink(String),
    Copy(String),
    ToggleFullScreen,
    ToggleLegend,
    /// Starts a briefing, or goes on with the one that was left.
    Present {
        /// `None`: the one that was left, else the first.
        briefing: Option<BriefingId>,
        /// From 0; `None`: where it was left, else the first.
        slide: Option<usize>,
        /// Without an audience, to measure the times.
        rehearsal: bool,
    },
    /// From the slide that is chosen in the drawer.
    PresentFromHere,
    /// During a show.
    Show(ShowAction),
    /// When it was left.
    AfterShow(AfterAction),
    DismissNotice(usize),
    OpenBuiltIn,
    BaseMap(BaseMapAction),
    Export(ExportAction),
    /// Briefings being written.
    Desk(DeskAction),
}
