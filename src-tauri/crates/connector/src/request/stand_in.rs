//! What a dry run shows in place of a value that only the person who connects or the provider gives.

use crate::{Effective, Layer, MASK, Names, ParamFormat, ParamSource, Secret, request::trace::KNOWN_LATER};

/// What a name in a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// The developer sets it: the integration, or the connection's override.
    Developer,
    /// The person who connects is asked for it.
    Input,
    /// The provider tells it when connecting.
    Discovered,
}

impl Effective {
    /// What a name in a template is, and what a form calls it; none where the engine supplies it.
    pub fn name_kind(&self, name: &str) -> Option<(NameKind, String)> {
        if matches!(name, "clientId" | "clientSecret") {
            return Some((NameKind::Developer, name.to_owned()));
        }
        let Some(param) = self.document.params.get(name) else {
            // What an answer captures need not be declared.
            return self
                .is_captured(name)
                .then(|| (NameKind::Discovered, name.to_owned()));
        };
        let title = if param.title.is_empty() {
            name
        } else {
            &param.title
        };
        let kind = match param.source {
            ParamSource::Developer => NameKind::Developer,
            ParamSource::User => NameKind::Input,
            ParamSource::Discovered => NameKind::Discovered,
        };
        Some((kind, title.to_owned()))
    }

    /// Gives a name a readable placeholder, where nobody can know its value before somebody connects: the placeholder as it
    /// is shown. None for what the developer has to set, and for what has a value.
    pub fn stand_in(&self, names: &mut Names, name: &str) -> Option<String> {
        if names.get(name).is_some() {
            return None;
        }
        let layer = match self.name_kind(name)?.0 {
            NameKind::Input => Layer::Input,
            NameKind::Discovered => Layer::Discovered,
            NameKind::Developer => return None,
        };
        let param = self.document.params.get(name);
        let plain = match layer {
            Layer::Input => format!("their-{}", hyphened(name)),
            _ => KNOWN_LATER.to_owned(),
        };
        let of_urls = param
            .and_then(|param| param.allowed.first()?.as_str())
            .is_some_and(|url| url.contains("://"));
        let text = match param.and_then(|param| param.format) {
            None if of_urls => format!("https://{plain}.example"),
            Some(ParamFormat::Url) => format!("https://{plain}.example"),
            Some(ParamFormat::Hostname) => format!("{plain}.example"),
            Some(ParamFormat::Email) => format!("{plain}@mail.example"),
            _ => plain,
        };
        let secret = param.is_some_and(|param| param.secret);
        let shown = if secret { MASK.to_owned() } else { text.clone() };
        names.insert(name, Secret::new(text), secret, Some(layer));
        names.derive(self);
        Some(shown)
    }
}

/// `siteUrl` as `site-url`: what may stand in a host.
fn hyphened(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() || !c.is_ascii_alphanumeric() {
            if !text.is_empty() && !text.ends_with('-') {
                text.push('-');
            }
            if !c.is_ascii_alphanumeric() {
                continue;
            }
        }
        text.push(c.to_ascii_lowercase());
    }
    text.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_label() {
        assert_eq!(hyphened("siteUrl"), "site-url");
        assert_eq!(hyphened("Sub_domain"), "sub-domain");
        assert_eq!(hyphened("shop"), "shop");
    }
}
