//! A clock that shows the system's time plus what a test has added to it.

use std::sync::atomic::{AtomicI64, Ordering};

use patchbay_engine::{Clock, SystemClock};

/// The system's clock, moved by hand.
#[derive(Default)]
pub(crate) struct MovedClock(AtomicI64);

impl MovedClock {
    /// Lets this much more time have passed.
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> i64 {
        SystemClock.now() + self.0.load(Ordering::SeqCst)
    }
}
