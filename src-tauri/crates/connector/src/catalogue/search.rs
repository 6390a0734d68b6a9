//! Finding a connector by what a person types: the start of a name, a word in it, letters left out, a slip of a finger.

use serde_json::Value;

use crate::Connector;

/// What a connector is found by, in lower case.
#[derive(Debug, Clone)]
pub(super) struct Found {
    name: String,
    key: String,
    /// The name without spaces and signs: `google-drive` and `Google Drive` are the same.
    joined: String,
    /// The words of the name and the key.
    words: Vec<String>,
    /// The words of what it has beside the name: kinds of signing in, variants, options.
    other: Vec<String>,
}

/// What was typed.
pub(super) struct Query {
    whole: String,
    joined: String,
    words: Vec<String>,
}

/// How well a connector fits; less is better. Of equal ones the shorter name is nearer to what was typed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u8, usize);

impl Found {
    pub(super) fn of(connector: &Connector) -> Self {
        let (name, key) = (connector.name().to_lowercase(), connector.key().to_owned());
        let mut words = words(&name);
        words.extend(self::words(&key));
        words.sort();
        words.dedup();
        let mut other = Vec::new();
        let options = connector.options();
        for kind in std::iter::once(connector.auth_kind(None)).chain(options.iter().map(|option| option.kind))
        {
            // As the format writes it: `client_credentials`.
            let written = serde_json::to_value(kind).ok();
            other.extend(self::words(
                written.as_ref().and_then(Value::as_str).unwrap_or_default(),
            ));
        }
        for title in options.iter().map(|option| &option.title) {
            other.extend(self::words(&title.to_lowercase()));
        }
        for variant in connector.variants() {
            other.push(variant.key.to_lowercase());
            other.extend(self::words(&variant.title.to_lowercase()));
        }
        other.sort();
        other.dedup();
        Self {
            joined: joined(&name),
            name,
            key,
            words,
            other,
        }
    }

    /// What connectors are listed by.
    pub(super) fn order(&self) -> (&str, &str) {
        (&self.name, &self.key)
    }
}

impl Query {
    pub(super) fn of(text: &str) -> Self {
        let whole = text.trim().to_lowercase();
        Self {
            joined: joined(&whole),
            words: words(&whole),
            whole,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well it fits; `None` where it does not.
    pub(super) fn rank(&self, found: &Found) -> Option<Rank> {
        let level = if found.key == self.whole || found.joined == self.joined {
            0
        } else if found.joined.starts_with(&self.joined) || found.key.starts_with(&self.whole) {
            1
        } else if self.every_word(|typed| found.words.iter().any(|word| word.starts_with(typed))) {
            2
        } else if found.joined.contains(&self.joined) || found.key.contains(&self.whole) {
            3
        } else if self.every_word(|typed| {
            let mut all = found.words.iter().chain(&found.other);
            all.any(|word| word.starts_with(typed))
        }) {
            4
        } else if self.every_word(|typed| found.words.iter().any(|word| slip(typed, word))) {
            5
        } else if self.joined.chars().count() > 1 && subsequence(&self.joined, &found.joined) {
            6
        } else {
            return None;
        };
        Some(Rank(level, found.name.chars().count()))
    }

    fn every_word(&self, fits: impl FnMut(&String) -> bool) -> bool {
        self.words.iter().all(fits)
    }
}

/// Words of letters and digits.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn joined(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a word was meant in spite of a slip: one in a short word, two in a long one. Of a longer word its start counts,
/// as it may not be typed to its end.
fn slip(typed: &str, word: &str) -> bool {
    let length = typed.chars().count();
    let allowed = match length {
        0..=3 => return false,
        4..=7 => 1,
        _ => 2,
    };
    let near = |part: &str| strsim::damerau_levenshtein(typed, part) <= allowed;
    let start: String = word.chars().take(length).collect();
    near(word) || (start.len() < word.len() && near(&start))
}

/// Whether the letters come in this order, the first of them first.
fn subsequence(typed: &str, name: &str) -> bool {
    let mut rest = name.chars();
    typed.chars().next() == name.chars().next()
        && typed.chars().all(|letter| rest.any(|other| other == letter))
}
