//! Result pages that a browser was sent to and has not fetched yet. A process that ends with its connect (`patchbay
//! connect`) waits for them a moment: else the user would end on an error page after a sign-in that went well.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// How long an end waits for a browser that may be gone.
const PATIENCE: Duration = Duration::from_secs(3);

/// Counts them.
#[derive(Clone)]
pub(crate) struct ResultsDue(Arc<watch::Sender<usize>>);

impl ResultsDue {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    /// A redirect arrived: its page is due from before the engine takes it, because that may end the process.
    pub(crate) fn arrived(&self) {
        self.0.send_modify(|due| *due += 1);
    }

    /// A page was fetched, or there is none to fetch.
    pub(crate) fn settled(&self) {
        self.0.send_modify(|due| *due = due.saturating_sub(1));
    }

    /// Waits until none is due, or for as long as a browser may reasonably take.
    pub(crate) async fn all_settled(&self) {
        let mut due = self.0.subscribe();
        let _ = tokio::time::timeout(PATIENCE, due.wait_for(|due| *due == 0)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_end_waits_for_the_page() {
        let due = ResultsDue::new();
        due.all_settled().await;
        due.arrived();
        let mut waiting = std::pin::pin!(due.all_settled());
        let early = tokio::select! {
            biased;
            () = waiting.as_mut() => true,
            () = std::future::ready(()) => false,
        };
        assert!(!early);
        due.settled();
        let begun = std::time::Instant::now();
        waiting.await;
        assert!(begun.elapsed() < PATIENCE);
    }
}
