//! The holder's nonces: each good for one request, for a minute, and only so many at a time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How long a nonce may wait for its request.
const LIFE: Duration = Duration::from_secs(60);
/// How many may wait. Past it the oldest goes: a client that lost its nonce says hello again.
const MOST: usize = 4096;

/// Nonces that were given out and not yet used, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Nonces(VecDeque<(Instant, String)>);

impl Nonces {
    /// Remembers a nonce that is about to be given out.
    pub(crate) fn give(&mut self, nonce: String, now: Instant) {
        self.forget_old(now);
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((now, nonce));
    }

    /// Whether the nonce was given out in the last minute and not used; it is used now.
    pub(crate) fn take(&mut self, nonce: &str, now: Instant) -> bool {
        self.forget_old(now);
        let at = self.0.iter().position(|(_, given)| given == nonce);
        at.is_some_and(|at| self.0.remove(at).is_some())
    }

    fn forget_old(&mut self, now: Instant) {
        while self
            .0
            .front()
            .is_some_and(|(given, _)| now.duration_since(*given) > LIFE)
        {
            self.0.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_once() {
        let (mut nonces, now) = (Nonces::default(), Instant::now());
        nonces.give("a".into(), now);
        nonces.give("b".into(), now);
        assert!(nonces.take("b", now) && nonces.take("a", now));
        assert!(!nonces.take("a", now) && !nonces.take("never given", now));
    }

    #[test]
    fn a_nonce_is_good_for_a_minute() {
        let (mut nonces, now) = (Nonces::default(), Instant::now());
        nonces.give("a".into(), now);
        nonces.give("b".into(), now);
        assert!(nonces.take("a", now + LIFE));
        assert!(!nonces.take("b", now + LIFE + Duration::from_millis(1)));
    }

    #[test]
    fn a_flood_does_not_grow_the_store() {
        let (mut nonces, now) = (Nonces::default(), Instant::now());
        for n in 0..MOST + 10 {
            nonces.give(n.to_string(), now);
        }
        assert_eq!(nonces.0.len(), MOST);
        assert!(!nonces.take("0", now) && nonces.take(&(MOST + 9).to_string(), now));
    }
}
