//! `/logos/<connector>.svg`: the monogram that stands for a connector. No provider's logo is shipped (design section 6).
//!
//! Open to every page: it says nothing but a connector's name.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::server::Room;

pub(crate) fn routes() -> Router<Room> {
    Router::new().route("/logos/{file}", get(logo))
}

async fn logo(State(room): State<Room>, Path(file): Path<String>) -> Result<Response, Problem> {
    let key = file
        .strip_suffix(".svg")
        .filter(|key| is_key(key))
        .ok_or_else(Problem::not_found)?;
    let catalogue = room.engine.catalogue();
    let name = catalogue.get(key).map_or(key, |connector| connector.name());
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
    ];
    Ok((headers, monogram(key, name).into_string()).into_response())
}

fn is_key(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// One or two letters on a colour that follows from the key.
fn monogram(key: &str, name: &str) -> Markup {
    let digest = Sha256::digest(key.as_bytes());
    let hue = u16::from_be_bytes([digest[0], digest[1]]) % 360;
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img" aria-label=(name) {
            rect width="64" height="64" rx="14" fill=(format!("hsl({hue} 42% 36%)")) {}
            text x="32" y="33" fill="#fff" font-family="system-ui, sans-serif" font-size="26" font-weight="600"
                text-anchor="middle" dominant-baseline="central" { (initials(name)) }
        }
    }
}

/// The first letters of the first two words, or the first letter.
fn initials(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monogram_is_the_first_letters() {
        assert_eq!(initials("GitHub"), "G");
        assert_eq!(initials("client credentials"), "CC");
        assert_eq!(initials("…"), "");
    }

    #[test]
    fn a_name_stays_text() {
        let svg = monogram("x", "<script>alert(1)</script>\"").into_string();
        assert!(!svg.contains("<script"), "{svg}");
        assert!(svg.starts_with("<svg xmlns="), "{svg}");
    }

    #[test]
    fn only_a_key_has_a_logo() {
        assert!(is_key("client-credentials"));
        for text in ["", "a/b", "..", "A", "a.svg"] {
            assert!(!is_key(text), "{text}");
        }
    }
}
