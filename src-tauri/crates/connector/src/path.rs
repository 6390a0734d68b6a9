//! Paths into the values tree, such as `http.headers.X-Api-Version`.

use std::{cmp::Ordering, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where a value sits in the values tree.
///
/// Written dotted; a segment that has a dot, a quote or a bracket, or is empty, is written `["a.b"]`. Under
/// `http.headers` the last segment is a header name and compares without regard to case (RFC 9110 §5.1). Cheap to clone.
#[derive(Clone)]
pub struct ParamPath(Arc<[String]>);

/// A text that is no [`ParamPath`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not a parameter path. Write it like `http.headers.X-Api-Version`, or `query[\"a.b\"]` for a name with a dot."
)]
pub struct PathError(pub String);

impl ParamPath {
    /// A path of these segments.
    pub fn new<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self(segments.into_iter().map(Into::into).collect())
    }

    /// The segments, outermost first.
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// The outermost segment; empty for the empty path.
    pub fn root(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// Whether this path is a header below `http.headers`.
    pub fn is_header(&self) -> bool {
        is_header(&self.0)
    }

    /// This path with one more segment.
    #[must_use]
    pub fn child(&self, segment: &str) -> Self {
        Self(
            self.0
                .iter()
                .map(String::as_str)
                .chain([segment])
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Whether `self` is `other` or lies above it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.len() >= self.0.len() && compare(&self.0, &other.0[..self.0.len()]) == Ordering::Equal
    }
}

fn is_header(segments: &[impl AsRef<str>]) -> bool {
    segments.len() == 3 && segments[1].as_ref() == "headers" && segments[0].as_ref() == "http"
}

/// Orders two paths given as segments, header names without regard to case.
pub(crate) fn compare(a: &[impl AsRef<str>], b: &[impl AsRef<str>]) -> Ordering {
    if is_header(a) && is_header(b) {
        let (a, b) = (a[2].as_ref().bytes(), b[2].as_ref().bytes());
        return a
            .map(|c| c.to_ascii_lowercase())
            .cmp(b.map(|c| c.to_ascii_lowercase()));
    }
    a.iter().map(AsRef::as_ref).cmp(b.iter().map(AsRef::as_ref))
}

impl PartialEq for ParamPath {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ParamPath {}

impl PartialOrd for ParamPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ParamPath {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl fmt::Display for ParamPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.0.iter().enumerate() {
            if segment.is_empty() || segment.contains(['.', '"', '[', ']', '\\']) {
                write!(f, "[{}]", serde_json::Value::String(segment.clone()))?;
            } else {
                if index > 0 {
                    f.write_str(".")?;
                }
                f.write_str(segment)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ParamPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParamPath({self})")
    }
}

impl FromStr for ParamPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let wrong = || PathError(text.to_owned());
        let mut segments = Vec::new();
        let mut rest = text;
        loop {
            if let Some(quoted) = rest.strip_prefix('[') {
                let mut values = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
                let segment = values.next().and_then(Result::ok).ok_or_else(wrong)?;
                rest = quoted[values.byte_offset()..]
                    .strip_prefix(']')
                    .ok_or_else(wrong)?;
                segments.push(segment);
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let segment = &rest[..end];
                if segment.is_empty() || segment.contains(['"', ']', '\\']) {
                    return Err(wrong());
                }
                segments.push(segment.to_owned());
                rest = &rest[end..];
            }
            match rest.as_bytes().first() {
                None => return Ok(Self(segments.into())),
                Some(b'.') => rest = &rest[1..],
                Some(b'[') => {}
                Some(_) => return Err(wrong()),
            }
        }
    }
}

impl Serialize for ParamPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ParamPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_writes_quoted_segments() {
        for text in [
            "scopes",
            "http.headers.X-Api-Version",
            "http.query[\"a.b\"].c",
            "[\"\"]",
            "[\"a\\\"b\"][\"c.d\"]",
        ] {
            assert_eq!(text.parse::<ParamPath>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_path() {
        for text in ["", "a..b", ".a", "a.", "a[b]", "a[\"b\"", "a\"b", "a[\"b\"]c"] {
            assert!(text.parse::<ParamPath>().is_err(), "{text}");
        }
    }

    #[test]
    fn header_names_have_no_case() {
        let a: ParamPath = "http.headers.X-Api-Version".parse().unwrap();
        assert_eq!(a, "http.headers.x-api-version".parse().unwrap());
        assert_ne!(
            "http.query.A".parse::<ParamPath>().unwrap(),
            "http.query.a".parse().unwrap()
        );
    }

    proptest! {
        #[test]
        fn every_path_survives_its_text(segments in proptest::collection::vec(".*", 1..4)) {
            let path = ParamPath::new(segments);
            let read: ParamPath = path.to_string().parse().unwrap();
            prop_assert_eq!(read.segments(), path.segments());
        }
    }
}
