//! The authorization window: a provider's page in a webview of ours, which can reach nothing of ours.

pub(crate) mod navigation;
mod refusal;
mod title;
pub(crate) mod window;
