//! Derived parameters: discovered ones that are taken from another value by a regular expression (Mailchimp's data center
//! is the end of its key).

use regex_lite::Regex;

use crate::{Effective, Layer, Names, Secret, values::value_problem};

impl Names {
    /// Fills the derived parameters whose source is known. Asked again when a token becomes known.
    pub fn derive(&mut self, effective: &Effective) {
        // One may be derived from another, in any order.
        while self.derive_once(effective) {}
    }

    fn derive_once(&mut self, effective: &Effective) -> bool {
        let mut found_one = false;
        for (name, param) in &effective.document.params {
            if param.from.is_empty() || self.get(name).is_some() {
                continue;
            }
            let Some(source) = self.named(&param.from) else {
                continue;
            };
            let found = first_group(&param.matching, source.text.expose()).filter(|text| !text.is_empty());
            // It is discovered like any other: what its declaration refuses is no value of it.
            let good = |text: &String| value_problem(param, &text.as_str().into()).is_none();
            if let Some(found) = found.filter(good) {
                self.insert(name, Secret::new(found), param.secret, Some(Layer::Discovered));
                found_one = true;
            }
        }
        found_one
    }
}

/// What the only group of a pattern matches.
fn first_group(pattern: &str, text: &str) -> Option<String> {
    let found = Regex::new(pattern).ok()?.captures(text)?.get(1)?;
    Some(found.as_str().to_owned())
}

/// Why a pattern cannot be used, where it cannot.
pub(crate) fn pattern_problem(pattern: &str, groups: Option<usize>) -> Option<String> {
    match Regex::new(pattern) {
        Err(error) => Some(error.to_string()),
        Ok(regex) => groups
            .filter(|groups| regex.captures_len() != groups + 1)
            .map(|groups| format!("it has {} groups, not {groups}", regex.captures_len() - 1)),
    }
}

/// Whether a text matches a pattern; one that does not compile matches all, for the file was refused.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    pattern.is_empty() || Regex::new(pattern).map_or(true, |regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_is_the_value() {
        assert_eq!(first_group("-([a-z0-9]+)$", "abc-us21").as_deref(), Some("us21"));
        assert_eq!(first_group("-([a-z0-9]+)$", "abc"), None);
        assert!(pattern_problem("(a)(b)", Some(1)).is_some());
        assert!(pattern_problem("(", None).is_some());
        assert_eq!(pattern_problem("^a+$", None), None);
    }
}
