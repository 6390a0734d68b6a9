//! Version numbers of connectors, in their order.

/// `major.minor.patch` as numbers, so that 1.10.0 is newer than 1.9.0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(Vec<u64>);

impl Number {
    /// Of a text; what is no number counts as 0.
    pub(super) fn of(version: &str) -> Self {
        Self(version.split('.').map(|part| part.parse().unwrap_or(0)).collect())
    }
}
