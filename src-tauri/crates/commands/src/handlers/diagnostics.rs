//! A look at everything that Patchbay needs.

use patchbay_engine::Error;

use crate::{Context, DiagnosticsAnswer, Nothing};

pub(crate) async fn diagnostics(context: &Context, _: Nothing) -> Result<DiagnosticsAnswer, Error> {
    let checks = context.engine.diagnose().await?;
    let report = context.engine.diagnostics_report(&checks);
    Ok(DiagnosticsAnswer { checks, report })
}
