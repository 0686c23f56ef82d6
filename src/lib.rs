//! Delta Atlas: a desktop atlas of Shanghai's districts and the Yangtze River Delta. Each module is a room that
//! knows only the rooms before it; ARCHITECTURE.md has the plan.

pub mod atlas;
pub mod basemap;
pub mod lang;
