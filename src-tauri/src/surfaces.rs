//! Where a sign-in page is shown: in a window of ours, or in the system's browser.

use async_trait::async_trait;
use patchbay_engine::{Opening, SurfaceError, Surfaces};
use patchbay_store::Surface;
use tauri::AppHandle;

use crate::{
    authorization::{navigation, window},
    links, profile,
};

/// The surfaces of the desktop.
pub(crate) struct ShellSurfaces {
    app: AppHandle,
}

impl ShellSurfaces {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

#[async_trait]
impl Surfaces for ShellSurfaces {
    async fn open(&self, opening: Opening) -> Result<(), SurfaceError> {
        if !navigation::may_leave(&opening.url) {
            return Err(SurfaceError(
                "the authorize URL is not a plain https address (http only on this machine), so it was not opened. \
                 Check the connector's authorize URL."
                    .to_owned(),
            ));
        }
        // The links belong to whoever started an attempt last.
        if opening
            .redirect_uris
            .iter()
            .any(|uri| uri.scheme() == profile::SCHEME)
        {
            links::register(&self.app).await;
        }
        match opening.surface {
            Surface::Window => {
                window::open(&self.app, opening).map_err(|error| SurfaceError(error.to_string()))
            }
            Surface::Browser => {
                // Moved from a window to the browser: the window goes, the attempt stays.
                window::close(&self.app, &opening.attempt);
                open_browser(opening.url.as_str()).await
            }
            Surface::Popup => Ok(()),
        }
    }

    async fn close(&self, attempt: &str) {
        window::close(&self.app, attempt);
    }

    fn has_window(&self) -> bool {
        true
    }
}

/// Handed to the system's opener as one argument, never through a shell.
async fn open_browser(url: &str) -> Result<(), SurfaceError> {
    let url = url.to_owned();
    let opened =
        tauri::async_runtime::spawn_blocking(move || tauri_plugin_opener::open_url(url, None::<&str>)).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        // Not the opener's own words: they may hold the URL, and with it `state`.
        _ => Err(SurfaceError(
            "the system's browser did not start. Copy the sign-in link and open it yourself.".to_owned(),
        )),
    }
}
