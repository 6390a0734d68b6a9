use proptest::prelude::*;
use url::Url;

use super::{Filled, UrlTemplate};
use crate::{Names, TemplateError};

fn fill(source: &str, values: &[(&str, &str)]) -> Result<Url, TemplateError> {
    let mut names = Names::default();
    for (name, value) in values {
        names.set(name, (*value).to_owned());
    }
    UrlTemplate::parse(source)
        .unwrap()
        .fill(&names, "http.base_url", None)
        .map(|filled| filled.url)
}

#[test]
fn encodes_by_position() {
    let value = "a b/ü?&#%";
    let url = fill("https://api.example.com/v1/${x}/y?q=${x}", &[("x", value)]).unwrap();
    let encoded = "a%20b%2F%C3%BC%3F%26%23%25";
    assert_eq!(
        url.as_str(),
        format!("https://api.example.com/v1/{encoded}/y?q={encoded}")
    );
}

#[test]
fn hosts_take_labels() {
    let source = "https://${x}.example.com/";
    assert_eq!(
        fill(source, &[("x", "Acme")]).unwrap().as_str(),
        "https://acme.example.com/"
    );
    assert_eq!(
        fill(source, &[("x", "a.b")]).unwrap().as_str(),
        "https://a.b.example.com/"
    );
    for hostile in [
        "evil.com/",
        "evil.com#",
        "evil.com?",
        "a@b",
        "a:1",
        "a\\b",
        ".a",
        "a.",
        "a..b",
        "-a",
        "é",
        "a%2f",
        "a b",
        "a\t",
        "[::1]",
    ] {
        assert!(fill(source, &[("x", hostile)]).is_err(), "{hostile}");
    }
    assert!(matches!(fill(source, &[]), Err(TemplateError::Unresolved { name, .. }) if name == "x"));
}

#[test]
fn whole_hosts_are_no_addresses_in_disguise() {
    let source = "https://${host}/x";
    assert_eq!(
        fill(source, &[("host", "login.example.com")]).unwrap().as_str(),
        "https://login.example.com/x"
    );
    for disguise in ["0x7f.1", "2130706433", "127.1", "017700000001"] {
        assert!(fill(source, &[("host", disguise)]).is_err(), "{disguise}");
    }
}

#[test]
fn ports_only_where_the_template_has_one() {
    assert_eq!(
        fill("https://${h}:${p}/", &[("h", "a.example"), ("p", "8443")])
            .unwrap()
            .port(),
        Some(8443)
    );
    for port in ["0", "65536", "80/", "+80", "", "8 "] {
        assert!(
            fill("https://${h}:${p}/", &[("h", "a.example"), ("p", port)]).is_err(),
            "{port}"
        );
    }
    assert_eq!(fill("https://a.example:8443/", &[]).unwrap().port(), Some(8443));
    assert_eq!(
        fill("http://[::1]:8080/", &[]).unwrap().as_str(),
        "http://[::1]:8080/"
    );
}

#[test]
fn whole_urls() {
    let source = "${u}/oauth/token?a=b";
    assert_eq!(
        fill(source, &[("u", "https://a.example/base/")])
            .unwrap()
            .as_str(),
        "https://a.example/base/oauth/token?a=b"
    );
    assert_eq!(
        fill("${u}", &[("u", "http://127.0.0.1:7283")]).unwrap().as_str(),
        "http://127.0.0.1:7283/"
    );
    for bad in [
        "http://a.example",
        "https://u:p@a.example",
        "ftp://a.example",
        "javascript:x",
        "https://a.example?x",
        "https://a.example#x",
        "a.example",
        "https://a.ex\tample",
        "https:\\\\a.example",
    ] {
        assert!(fill(source, &[("u", bad)]).is_err(), "{bad}");
    }
}

#[test]
fn a_value_climbs_no_path() {
    for (source, value) in [
        ("https://a.example/x/${v}/y", ".."),
        ("https://a.example/x/.${v}", "."),
        ("https://a.example/${v}", "."),
    ] {
        assert!(fill(source, &[("v", value)]).is_err(), "{value}");
    }
    assert_eq!(
        fill("https://a.example/x/${v}", &[("v", "%2e%2e")])
            .unwrap()
            .path(),
        "/x/%252e%252e"
    );
}

#[test]
fn secrets_stand_in_no_host() {
    let mut names = Names::default();
    names.set_secret("key", "abc".into());
    let fill = |source: &str| {
        UrlTemplate::parse(source)
            .unwrap()
            .fill(&names, "here", None)
            .map(|filled| filled.url)
    };
    assert!(matches!(
        fill("https://${key}.example.com/"),
        Err(TemplateError::Host { .. })
    ));
    assert_eq!(fill("https://a.example.com/${key}").unwrap().path(), "/abc");
}

#[test]
fn files_say_only_usable_urls() {
    for source in [
        "",
        "x",
        "//a.example",
        "ftp://a",
        "http://a.example/",
        "http://${h}/",
        "https:///x",
        "https://u@a.example/",
        "https://a.example/#x",
        "${u}x",
        "${u}${v}",
        "https://a b/",
    ] {
        assert!(UrlTemplate::parse(source).is_err(), "{source}");
    }
}

#[test]
fn relative_ones_join_the_base() {
    let names = Names::default();
    let base: Filled = UrlTemplate::parse("https://a.example/v1/")
        .unwrap()
        .fill(&names, "base", None)
        .unwrap();
    let url = UrlTemplate::parse("/me?x=1")
        .unwrap()
        .fill(&names, "test", Some(&base))
        .unwrap()
        .url;
    assert_eq!(url.as_str(), "https://a.example/v1/me?x=1");
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-a-z0-9.:/?#@\\\\%\\[\\] \t\r\n]{0,20}",
        ".{0,12}",
        Just("evil.com/".to_owned()),
        Just("x@evil.com".to_owned()),
        Just("evil.com\\".to_owned()),
        Just("a.evil.com%2f".to_owned()),
        Just("evil.com。".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_value_leaves_its_place(x in hostile()) {
        if let Ok(url) = fill("https://${x}.example.com/a/${x}/b?q=${x}&r=1", &[("x", &x)]) {
            prop_assert!(url.host_str().unwrap().ends_with(".example.com"), "{}", url);
            prop_assert_eq!(url.port(), None);
            prop_assert_eq!(url.scheme(), "https");
            prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
        }
        let url = fill("https://api.example.com/a/${x}/b?q=${x}&r=1", &[("x", &x)]);
        if let Ok(url) = url {
            prop_assert_eq!(url.host_str(), Some("api.example.com"));
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 3);
            prop_assert_eq!((segments[0], segments[2]), ("a", "b"));
            let pairs: Vec<_> = url.query_pairs().into_owned().collect();
            prop_assert_eq!(pairs, vec![("q".to_owned(), x.clone()), ("r".to_owned(), "1".to_owned())]);
        } else {
            prop_assert!(x.is_empty() || x == "." || x == "..");
        }
        if let Ok(url) = fill("https://${x}/", &[("x", &x)]) {
            prop_assert_eq!(url.host_str().unwrap(), x.to_ascii_lowercase());
            prop_assert_eq!(url.path(), "/");
        }
    }
}
