//! A provider that does not show its sign-in page inside an application's window.

use patchbay_store::{AttemptStatus, Surface};

use super::attempt::Progress;
use crate::Engine;

/// The step of the line that says so.
const STEP: &str = "webview_refused";

impl Progress {
    /// Whether the provider refused the app's window for this attempt, and the user still stands before it.
    pub fn webview_refused(&self) -> bool {
        self.surface == Surface::Window
            && self.attempt.status == AttemptStatus::Pending
            && self.lines.iter().any(|(_, step, _)| step == STEP)
    }
}

impl Engine {
    /// Notes that the provider refused the app's window. The attempt stays: the same link can be opened in the browser.
    pub async fn webview_refused(&self, attempt: &str) {
        let Ok(progress) = self.attempt(attempt).await else {
            return;
        };
        let known = progress.lines.iter().any(|(_, step, _)| step == STEP);
        if progress.attempt.status == AttemptStatus::Pending && !known {
            self.note(
                attempt,
                STEP,
                "The provider does not allow signing in inside an app's window. Open the same link in the browser.",
            )
            .await;
        }
    }
}
