//! What a dry run says of names that have no value yet: what they are, and who gives them one.

use patchbay_connector::{Effective, NameKind, TemplateError};

/// The remarks of a dry run, each once.
#[derive(Default)]
pub(crate) struct Unresolved(Vec<String>);

impl Unresolved {
    /// A placeholder stands for a name.
    pub(crate) fn stands_in(&mut self, effective: &Effective, name: &str, placeholder: &str) {
        let Some((kind, title)) = effective.name_kind(name) else {
            return;
        };
        let who = match kind {
            NameKind::Input => "The person who connects is asked for it",
            NameKind::Discovered => "The provider tells it when connecting",
            NameKind::Developer => return,
        };
        self.say(format!(
            "{}: {who}; {placeholder} stands for it here.",
            called(name, &title)
        ));
    }

    /// A part could not be shown.
    pub(crate) fn not_shown(&mut self, effective: &Effective, error: &TemplateError) {
        let TemplateError::Unresolved { name, place } = error else {
            self.say(error.to_string());
            return;
        };
        let words = match effective.name_kind(name) {
            Some((NameKind::Developer, title)) => format!(
                "{} has no value, and {place} needs it. Set it in the integration or in this connection's override.",
                called(name, &title)
            ),
            Some((NameKind::Input, title)) => format!(
                "{} is known when somebody connects: the person is asked for it, and {place} needs it.",
                called(name, &title)
            ),
            Some((NameKind::Discovered, title)) => format!(
                "{} is known when somebody connects: the provider tells it, and {place} needs it.",
                called(name, &title)
            ),
            None => error.to_string(),
        };
        self.say(words);
    }

    /// The endpoints are in metadata that a dry run does not ask for.
    pub(crate) fn read_when_connecting(&mut self, issuer: &impl std::fmt::Display) {
        self.say(format!(
            "The endpoints are read from {issuer} when connecting; their places are shown in words."
        ));
    }

    /// The remarks in order.
    pub(crate) fn words(self) -> Vec<String> {
        self.0
    }

    fn say(&mut self, words: String) {
        if !self.0.contains(&words) {
            self.0.push(words);
        }
    }
}

/// `Subdomain (subdomain)`, or the name alone where a form calls it so.
fn called(name: &str, title: &str) -> String {
    if title == name {
        name.to_owned()
    } else {
        format!("{title} ({name})")
    }
}
