//! What the outer rooms report about themselves, so that one place can say how everything is.

use crate::{ChangedWhat, Engine, engine::locked};

/// A listener as reported: the API, or one of the sandbox's origins.
#[derive(Debug, Clone, Default)]
pub struct Listener {
    /// Its URL.
    pub url: String,
    /// Why it does not listen, and what to do; none while it listens.
    pub off: Option<String>,
}

/// What was reported so far.
#[derive(Debug, Clone, Default)]
pub struct Listeners {
    /// The API.
    pub api: Listener,
    /// The sandbox's origins; empty where it does not run.
    pub sandbox: Vec<Listener>,
    /// Whether deep links reach this program; none without a window.
    pub deep_link: Option<DeepLink>,
}

/// How it is with links of our scheme.
#[derive(Debug, Clone)]
pub struct DeepLink {
    /// Whether they reach this program, on this folder.
    pub ours: bool,
    /// The same in words, with what to do where they do not.
    pub words: String,
}

impl Engine {
    /// What was reported so far.
    pub fn listeners(&self) -> Listeners {
        locked(&self.0.listeners).clone()
    }

    /// Reports the API's listener.
    pub fn report_api(&self, listener: Listener) {
        locked(&self.0.listeners).api = listener;
        self.tell(ChangedWhat::Status, None);
    }

    /// Reports the sandbox's listeners.
    pub fn report_sandbox(&self, listeners: Vec<Listener>) {
        locked(&self.0.listeners).sandbox = listeners;
        self.tell(ChangedWhat::Status, None);
    }

    /// Reports whether deep links reach this program.
    pub fn report_deep_link(&self, link: DeepLink) {
        locked(&self.0.listeners).deep_link = Some(link);
        self.tell(ChangedWhat::Status, None);
    }
}
