//! Query and form parameters as OAuth wants them read: each at most once, an empty one as if it were absent
//! (RFC 6749 §3.1, §3.2).

use std::collections::BTreeMap;

/// The parameters of one request.
pub(crate) struct Parameters {
    values: BTreeMap<String, String>,
    repeated: Option<String>,
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text.
    pub(crate) fn parse(text: &[u8]) -> Self {
        let mut values = BTreeMap::new();
        let mut repeated = None;
        for (name, value) in url::form_urlencoded::parse(text) {
            if value.is_empty() {
                continue;
            }
            if values.contains_key(name.as_ref()) {
                repeated.get_or_insert(name.into_owned());
            } else {
                values.insert(name.into_owned(), value.into_owned());
            }
        }
        Self { values, repeated }
    }

    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The first parameter that is there more than once.
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.repeated.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_absent_and_repetition_is_noticed() {
        let parameters = Parameters::parse(b"a=1&b=&c=x+y%26&a=2");
        assert_eq!(parameters.get("b"), None);
        assert_eq!(parameters.get("c"), Some("x y&"));
        assert_eq!(parameters.repeated(), Some("a"));
    }
}
