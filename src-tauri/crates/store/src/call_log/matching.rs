//! Which calls a filter lets through. What belongs to a connection (its name, integration, tenant) is looked up once for
//! each connection that turns up, and remembered.

use std::collections::HashMap;

use crate::lists::Lists;
use crate::lists::words::{Term, parse};

/// What of a connection a word is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Belonging {
    /// Its name.
    Name,
    /// Its name, key or id.
    Itself,
    /// Its integration's name or key.
    Integration,
    /// Its tenant's name or key.
    Tenant,
}

/// A call, as far as a filter needs it.
pub(super) struct Seen<'a> {
    pub(super) connection_id: &'a str,
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) status: Option<u16>,
    pub(super) failed: bool,
}

enum Test {
    /// In the URL, or else in the connection's name.
    Text(String, Lookup),
    Method(String),
    Status(String),
    Failed(bool),
    Of(Lookup),
    Never,
}

/// A word that is looked for in what belongs to a connection.
struct Lookup {
    what: Belonging,
    word: String,
    known: HashMap<Box<str>, bool>,
}

impl Lookup {
    fn new(what: Belonging, word: String) -> Self {
        Self {
            what,
            word,
            known: HashMap::new(),
        }
    }

    fn finds(&mut self, lists: &Lists, connection: &str) -> bool {
        if let Some(known) = self.known.get(connection) {
            return *known;
        }
        let found = lists.has(connection, self.what, &self.word);
        self.known.insert(connection.into(), found);
        found
    }
}

impl Test {
    fn of(term: &Term) -> Option<Self> {
        let word = term.word.clone();
        let of = |what| Self::Of(Lookup::new(what, term.word.clone()));
        let text = |word: String| Self::Text(word.clone(), Lookup::new(Belonging::Name, word));
        let Some(field) = term.field.as_deref() else {
            return Some(text(word));
        };
        let test = match field {
            "method" => Self::Method(word),
            "status" => Self::Status(word),
            "is" if term.asks("failed") => Self::Failed(true),
            "is" if term.asks("ok") => Self::Failed(false),
            "is" => Self::Never,
            "url" => Self::Text(word, Lookup::new(Belonging::Name, "\n".to_owned())),
            "connection" => of(Belonging::Itself),
            "integration" => of(Belonging::Integration),
            "tenant" => of(Belonging::Tenant),
            _ => return Some(text(term.plain())),
        };
        // A field that is still being typed takes nothing away yet.
        (!term.word.is_empty()).then_some(test)
    }
}

/// A filter, taken apart.
pub(super) struct Matcher {
    tests: Vec<(Test, bool)>,
}

impl Matcher {
    pub(super) fn new(filter: &str) -> Self {
        let terms = parse(filter);
        let tests = terms
            .iter()
            .filter_map(|term| Test::of(term).map(|test| (test, term.not)))
            .collect();
        Self { tests }
    }

    /// Whether only failed calls can pass.
    pub(super) fn failed_only(&self) -> bool {
        self.tests.iter().any(|(test, not)| match test {
            Test::Failed(failed) => *failed != *not,
            Test::Status(word) => !not && (word.starts_with(['4', '5']) || "none".starts_with(word.as_str())),
            _ => false,
        })
    }

    /// Whether a look at the URL is needed, and one at the connection.
    pub(super) fn needs(&self) -> (bool, bool) {
        let text = |test: &Test| matches!(test, Test::Text(..));
        let url = self.tests.iter().any(|(test, _)| text(test));
        let connection = self
            .tests
            .iter()
            .any(|(test, _)| text(test) || matches!(test, Test::Of(_)));
        (url, connection)
    }

    /// Whether it asks how a call went, or by which method.
    pub(super) fn needs_outcome(&self) -> bool {
        self.tests
            .iter()
            .any(|(test, _)| matches!(test, Test::Method(_) | Test::Status(_) | Test::Failed(_)))
    }

    pub(super) fn passes(&mut self, call: &Seen<'_>, lists: &Lists) -> bool {
        self.tests.iter_mut().all(|(test, not)| {
            let found = match test {
                Test::Text(word, lookup) => has(call.url, word) || lookup.finds(lists, call.connection_id),
                Test::Method(word) => call.method.to_lowercase().starts_with(word.as_str()),
                Test::Status(word) => status_is(call.status, word),
                Test::Failed(failed) => call.failed == *failed,
                Test::Of(lookup) => lookup.finds(lists, call.connection_id),
                Test::Never => false,
            };
            found != *not
        })
    }
}

/// Whether a status is `404`, `4xx` or `none`, or begins so.
fn status_is(status: Option<u16>, word: &str) -> bool {
    let Some(status) = status else {
        return "none".starts_with(word);
    };
    let digits = [status / 100 % 10, status / 10 % 10, status % 10];
    word.len() <= digits.len()
        && word
            .bytes()
            .zip(digits)
            .all(|(letter, digit)| letter == b'x' || letter.wrapping_sub(b'0') == digit.to_le_bytes()[0])
}

/// Whether a text has a word that is in lower case, without regard to case.
fn has(text: &str, word: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let Some(last) = text.len().checked_sub(word.len()) else {
        return false;
    };
    let upper = first.to_ascii_uppercase();
    (0..=last).any(|at| {
        let byte = text[at];
        (byte == *first || byte == upper) && text[at + 1..at + word.len()].eq_ignore_ascii_case(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_asked_for_whole_or_by_their_beginning() {
        for (status, word, found) in [
            (Some(404), "404", true),
            (Some(404), "4xx", true),
            (Some(404), "4", true),
            (Some(404), "40x", true),
            (Some(404), "5xx", false),
            (Some(404), "4xxx", false),
            (Some(200), "none", false),
            (None, "none", true),
            (None, "no", true),
            (None, "4xx", false),
        ] {
            assert_eq!(status_is(status, word), found, "{status:?} {word}");
        }
    }

    #[test]
    fn a_word_is_found_in_any_case() {
        assert!(has("https://API.example/Contacts", "api.example/con"));
        assert!(has("abcabd", "abd") && has("x", "") && has("x", "x"));
        assert!(!has("ab", "abc") && !has("abcab", "abd"));
        assert!(has("/GRÖSSE?a=••", "größe") || has("/GRÖßE", "größe"));
    }

    #[test]
    fn only_failed_calls_are_read_where_no_other_can_pass() {
        for (filter, failed) in [
            ("is:failed", true),
            ("-is:ok x", true),
            ("status:4xx", true),
            ("status:none", true),
            ("status:2xx", false),
            ("-status:4xx", false),
            ("-is:failed", false),
            ("status:x", false),
        ] {
            assert_eq!(Matcher::new(filter).failed_only(), failed, "{filter}");
        }
    }
}
