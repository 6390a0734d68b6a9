//! What may stand in a host, and which URLs may be used at all. A host is never encoded: a value there either is DNS
//! labels, or is refused.

use url::Url;

use super::fill::Run;
use crate::{TemplateError, origin::is_loopback};

pub(crate) fn not_a_url(place: &str, reason: &str) -> TemplateError {
    TemplateError::NotAUrl {
        place: place.to_owned(),
        reason: reason.to_owned(),
    }
}

pub(crate) fn refused(place: &str, run: &Run, reason: &str) -> TemplateError {
    let name = run.name.clone().unwrap_or_default();
    TemplateError::Host {
        place: place.to_owned(),
        name,
        reason: reason.to_owned(),
    }
}

/// One value in a host: DNS labels (RFC 1123 §2.1), so it can add no port, user info or path.
pub(crate) fn check_label(run: &Run, place: &str) -> Result<(), TemplateError> {
    if run.secret {
        return Err(refused(place, run, "it is a secret"));
    }
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    if !run.text.chars().all(good) {
        return Err(refused(
            place,
            run,
            "only letters, digits, hyphens and dots may stand there",
        ));
    }
    if run.text.starts_with('.') || run.text.ends_with('.') || run.text.contains("..") {
        return Err(refused(place, run, "a part between dots is empty"));
    }
    Ok(())
}

/// A value in a port.
pub(crate) fn check_port(run: &Run, place: &str) -> Result<(), TemplateError> {
    let digits = run.text.bytes().all(|byte| byte.is_ascii_digit());
    if run.secret || !digits || !run.text.parse::<u16>().is_ok_and(|port| port > 0) {
        return Err(refused(place, run, "a port is a number from 1 to 65535"));
    }
    Ok(())
}

/// The host as a whole. `url` was parsed from it; a difference means that the parser read it as something else, such as
/// an IPv4 address in disguise.
pub(crate) fn check_host(url: &Url, host: &str, place: &str) -> Result<(), TemplateError> {
    let said = url.host_str().unwrap_or_default();
    let labels = host.starts_with('[') || host.split('.').all(is_label);
    if host.len() > 253 || !labels || !said.eq_ignore_ascii_case(host) {
        return Err(not_a_url(place, "its host is not a valid host name"));
    }
    Ok(())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

/// Whether a text is a whole host name, as `format = "hostname"` demands.
pub(crate) fn is_hostname(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    text.len() <= 253
        && text.chars().all(good)
        && text.split('.').all(is_label)
        && Url::parse(&format!("https://{text}/"))
            .is_ok_and(|url| url.host_str().is_some_and(|host| host.eq_ignore_ascii_case(text)))
}

/// A value that is a whole URL: https, or http on loopback, without user info, query or fragment.
pub(crate) fn whole_url(text: &str) -> Result<Url, String> {
    if text
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\')
    {
        return Err("it has spaces, backslashes or control characters".to_owned());
    }
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    usable(&url)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it may have no query and no fragment".to_owned());
    }
    Ok(url)
}

/// Whether a URL may be used at all.
pub(crate) fn usable(url: &Url) -> Result<(), String> {
    if url.host().is_none() {
        return Err("it has no host".to_owned());
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        "http" => return Err("http is only for this machine's own address".to_owned()),
        _ => return Err("its scheme is neither https nor http".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has a user name in it".to_owned());
    }
    Ok(())
}
