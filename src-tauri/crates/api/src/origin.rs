//! The `Origin` check: a page that the developer did not list reads and changes nothing (security A6.2).

use http::header::ORIGIN;
use http::{HeaderMap, HeaderValue};
use patchbay_engine::Access;

/// The most of a strange origin that is repeated to people, in characters.
const LONGEST_SHOWN: usize = 200;

/// What a request says about the page that sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sender {
    /// No page: a program, or a plain navigation.
    NoPage,
    /// A page of a listed origin, or one of ours.
    Listed(HeaderValue),
    /// A page that is not listed, `null`, several origins, or something unreadable.
    Stranger(Stranger),
}

/// What a page that is not listed calls itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// An origin that could be listed.
    Origin(String),
    /// `null`: an opaque origin (RFC 6454 §7.3), which stands for anybody.
    Null,
    /// Several, or no origin at all.
    Unreadable,
}

/// Judges the request's `Origin`. `host` is the one that the request was sent to: pages of ours come from there.
pub(crate) fn sender(headers: &HeaderMap, host: &str, access: &Access) -> Sender {
    let mut origins = headers.get_all(ORIGIN).iter();
    let Some(first) = origins.next() else {
        return Sender::NoPage;
    };
    if origins.next().is_some() {
        return Sender::Stranger(Stranger::Unreadable);
    }
    let Ok(text) = first.to_str() else {
        return Sender::Stranger(Stranger::Unreadable);
    };
    if text.strip_prefix("http://") == Some(host) || access.allows_origin(text) {
        return Sender::Listed(first.clone());
    }
    Sender::Stranger(stranger(text))
}

fn stranger(text: &str) -> Stranger {
    if text == "null" {
        return Stranger::Null;
    }
    // An origin is a scheme and an authority (RFC 6454 §6.2); what is none cannot be listed and is not repeated.
    let is_origin = text.len() <= LONGEST_SHOWN
        && text.split_once("://").is_some_and(|(scheme, host)| {
            let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            let authority =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']');
            !scheme.is_empty() && scheme.chars().all(name) && !host.is_empty() && host.chars().all(authority)
        });
    if is_origin {
        Stranger::Origin(text.to_owned())
    } else {
        Stranger::Unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(origins: &[&str]) -> Sender {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(ORIGIN, HeaderValue::from_bytes(origin.as_bytes()).unwrap());
        }
        let access = Access {
            origins: vec![
                "https://app.example.com".to_owned(),
                "http://dev.local:3000".to_owned(),
            ],
            ..Access::default()
        };
        sender(&headers, "[::1]:7282", &access)
    }

    #[test]
    fn loopback_pages_are_listed_from_the_start() {
        assert_eq!(judged(&[]), Sender::NoPage);
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1:5173",
            "http://localhost",
            "http://127.0.0.1",
        ] {
            assert!(matches!(judged(&[origin]), Sender::Listed(_)), "{origin}");
        }
    }

    #[test]
    fn what_the_developer_listed_and_our_own_pages_pass() {
        for origin in [
            "https://app.example.com",
            "http://dev.local:3000",
            "http://[::1]:7282",
        ] {
            assert!(matches!(judged(&[origin]), Sender::Listed(_)), "{origin}");
        }
    }

    /// Spellings that a careless comparison takes for a listed one.
    #[test]
    fn everything_else_is_a_stranger() {
        let spellings = [
            "null",
            "",
            "https://evil.example",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example:80",
            "https://localhost:3000",
            "http://localhost:3000/",
            "http://user@localhost:3000",
            "http://LOCALHOST:3000",
            "http://127.1:3000",
            "http://[::1]:3000",
            "http://[::1]:72820",
            "http://[::1]:7282.evil.example",
            "tauri://localhost",
            "http://app.example.com",
            "https://app.example.com:8443",
            "https://app.example.com:443",
            "https://app.example.com.",
            "https://app.example.com.evil.example",
            "https://app.example.com@evil.example",
            "https://evil.example#https://app.example.com",
            "https://xapp.example.com",
            "https://APP.example.com",
            "HTTPS://app.example.com",
            " https://app.example.com",
            "https://app.example.com ",
            "https://app.example.com, https://evil.example",
            "https://app.example.com\u{e9}",
            "*",
            "file://",
            "blob:https://app.example.com",
        ];
        for origin in spellings {
            assert!(matches!(judged(&[origin]), Sender::Stranger(_)), "{origin}");
        }
        assert_eq!(
            judged(&["http://localhost:3000", "http://localhost:3000"]),
            Sender::Stranger(Stranger::Unreadable)
        );
    }

    /// Every listed origin with one byte changed, added or gone: never listed by accident.
    #[test]
    fn a_listed_origin_with_one_byte_changed_is_a_stranger() {
        let listed = "https://app.example.com";
        for at in 0..listed.len() {
            for byte in 0x20..0x7f_u8 {
                let mut changed = listed.as_bytes().to_vec();
                changed[at] = byte;
                let mut added = listed.as_bytes().to_vec();
                added.insert(at, byte);
                for text in [changed, added] {
                    if text != listed.as_bytes() {
                        let text = String::from_utf8(text).unwrap();
                        assert!(matches!(judged(&[&text]), Sender::Stranger(_)), "{text}");
                    }
                }
            }
            let mut gone = listed.to_owned();
            gone.remove(at);
            assert!(matches!(judged(&[&gone]), Sender::Stranger(_)), "{gone}");
        }
    }

    #[test]
    fn only_an_origin_is_repeated_to_people() {
        assert_eq!(stranger("null"), Stranger::Null);
        assert_eq!(
            stranger("https://evil.example:8443"),
            Stranger::Origin("https://evil.example:8443".to_owned())
        );
        for text in [
            "",
            "x",
            "https://",
            "https://a/<script>",
            "https://a b",
            "javascript:alert(1)",
        ] {
            assert_eq!(stranger(text), Stranger::Unreadable, "{text}");
        }
        assert_eq!(
            stranger(&format!("https://{}", "a".repeat(300))),
            Stranger::Unreadable
        );
    }
}
