//! The title of the authorization window: it has no address bar, so its title begins with the origin, always.

use url::Url;

/// `https://login.example.com — Sign in to Example`. `name` is the integration's, cut to a length that leaves the
/// origin in sight.
pub(crate) fn title(url: &Url, name: &str) -> String {
    const LONGEST_NAME: usize = 60;
    let origin = match url.scheme() {
        "https" | "http" => url.origin().ascii_serialization(),
        other => format!("{other}:"),
    };
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    format!("{origin} — Sign in to {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begins_with_the_origin_and_never_shows_path_or_query() {
        let url = Url::parse("https://login.example.com:8443/a?state=secret").unwrap();
        assert_eq!(
            title(&url, "Example"),
            "https://login.example.com:8443 — Sign in to Example"
        );
    }

    #[test]
    fn a_look_alike_host_is_shown_as_it_is_on_the_wire() {
        let url = Url::parse("https://аpple.com/").unwrap();
        assert!(title(&url, "x").starts_with("https://xn--pple-43d.com "));
    }

    #[test]
    fn a_name_cannot_push_the_origin_out() {
        let title = title(&Url::parse("about:blank").unwrap(), &"x\n".repeat(500));
        assert!(title.starts_with("about: — ") && title.chars().count() < 100 && !title.contains('\n'));
    }
}
