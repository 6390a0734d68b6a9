//! What the engine is given from outside: time, and somewhere to show a sign-in page. HTTP has a file of its own.

use async_trait::async_trait;
use patchbay_store::Surface;
use url::Url;

/// The time of day.
pub trait Clock: Send + Sync {
    /// UTC milliseconds since 1970.
    fn now(&self) -> i64;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// A sign-in page to show.
#[derive(Clone)]
pub struct Opening {
    /// The attempt it belongs to: 24 hex.
    pub attempt: String,
    /// Where to show it.
    pub surface: Surface,
    /// The authorize URL: https, or http on loopback; checked (security A1.10).
    pub url: Url,
    /// The URIs at which the redirect may arrive, without query.
    pub redirect_uris: Vec<Url>,
    /// Name of the integration, for a title.
    pub title: String,
}

impl std::fmt::Debug for Opening {
    /// Without the URL: it carries `state`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening")
            .field("attempt", &self.attempt)
            .field("surface", &self.surface)
            .finish_non_exhaustive()
    }
}

/// Why a page could not be shown.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct SurfaceError(
    /// What happened, in words.
    pub String,
);

/// Somewhere to show a sign-in page.
#[async_trait]
pub trait Surfaces: Send + Sync {
    /// Shows the page. Returns once it is being shown, not once the user is done.
    async fn open(&self, opening: Opening) -> Result<(), SurfaceError>;
    /// Takes the page away, where it is one of ours.
    async fn close(&self, attempt: &str);
    /// Whether there is a window in which a person can be asked something.
    fn has_window(&self) -> bool {
        false
    }
}

/// Shows nothing: for a process without a window, whose caller prints the link.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSurfaces;

#[async_trait]
impl Surfaces for NoSurfaces {
    async fn open(&self, _opening: Opening) -> Result<(), SurfaceError> {
        Ok(())
    }
    async fn close(&self, _attempt: &str) {}
}
