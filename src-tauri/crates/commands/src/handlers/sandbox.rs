//! The built-in provider, as seen and steered from outside.

use patchbay_engine::Error;

use crate::{Context, Nothing, SandboxFaults, SandboxSelection, SandboxView};

pub(crate) async fn sandbox(context: &Context, _: Nothing) -> Result<SandboxView, Error> {
    Ok(context.engine.sandbox())
}

pub(crate) async fn sandbox_faults_set(
    context: &Context,
    request: SandboxFaults,
) -> Result<SandboxView, Error> {
    context.engine.set_sandbox_faults(request)
}

pub(crate) async fn sandbox_revoke(
    context: &Context,
    request: SandboxSelection,
) -> Result<SandboxView, Error> {
    context.engine.revoke_at_sandbox(request).await
}

pub(crate) async fn sandbox_expire(
    context: &Context,
    request: SandboxSelection,
) -> Result<SandboxView, Error> {
    context.engine.expire_at_sandbox(request).await
}
