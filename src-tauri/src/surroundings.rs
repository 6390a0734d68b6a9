//! What only the shell can tell the diagnostics: its webview, and who gets the links of our scheme.

use async_trait::async_trait;
use patchbay_engine::{Check, Surroundings};
use tauri::AppHandle;

use crate::links;

/// The shell, as it is looked at.
pub(crate) struct Shell {
    app: AppHandle,
}

impl Shell {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

#[async_trait]
impl Surroundings for Shell {
    async fn checks(&self) -> Vec<Check> {
        let mut checks = vec![webview()];
        let app = self.app.clone();
        // It asks other programs.
        let handler = tauri::async_runtime::spawn_blocking(move || links::handler_check(&app)).await;
        checks.extend(handler.ok().flatten());
        checks
    }
}

fn webview() -> Check {
    match tauri::webview_version() {
        Ok(version) => Check::ok("webview", format!("{} {version}.", engine_name())),
        Err(error) => Check::warn("webview", format!("Its version is not known: {error}.")),
    }
}

const fn engine_name() -> &'static str {
    if cfg!(target_os = "macos") {
        "WebKit"
    } else if cfg!(windows) {
        "WebView2"
    } else {
        "WebKitGTK"
    }
}
