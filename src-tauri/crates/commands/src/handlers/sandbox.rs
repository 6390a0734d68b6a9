//! The built-in provider, as seen and steered from outside.

use patchbay_engine::{Code, Error};

use crate::{Context, Nothing, SandboxFaults, SandboxSelection, SandboxView};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn sandbox(_context: &Context, _request: Nothing) -> Result<SandboxView, Error> {
    not_yet()
}

pub(crate) async fn sandbox_faults_set(
    _context: &Context,
    _request: SandboxFaults,
) -> Result<SandboxView, Error> {
    not_yet()
}

pub(crate) async fn sandbox_revoke(
    _context: &Context,
    _request: SandboxSelection,
) -> Result<SandboxView, Error> {
    not_yet()
}

pub(crate) async fn sandbox_expire(
    _context: &Context,
    _request: SandboxSelection,
) -> Result<SandboxView, Error> {
    not_yet()
}
