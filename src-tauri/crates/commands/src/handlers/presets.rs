//! Named overrides.

use patchbay_engine::{Code, Error};

use crate::{Context, Nothing, PresetApplied, PresetApplyRequest, PresetRef, PresetSaveRequest, PresetView};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn presets(_context: &Context, _request: Nothing) -> Result<Vec<PresetView>, Error> {
    not_yet()
}

pub(crate) async fn preset_save(
    _context: &Context,
    _request: PresetSaveRequest,
) -> Result<PresetView, Error> {
    not_yet()
}

pub(crate) async fn preset_delete(_context: &Context, _request: PresetRef) -> Result<Nothing, Error> {
    not_yet()
}

pub(crate) async fn preset_apply(
    _context: &Context,
    _request: PresetApplyRequest,
) -> Result<Vec<PresetApplied>, Error> {
    not_yet()
}
