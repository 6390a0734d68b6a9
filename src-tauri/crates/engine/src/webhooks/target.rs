//! Where webhooks may be sent: this machine, and hosts that the developer listed. Looked at when a URL is set and again
//! before each request; which addresses a name may lead to is decided where it is dialled.

use patchbay_connector::is_loopback;
use url::{Host, Url};

use crate::{
    Code, Error,
    http::{Reach, refused},
};

/// The most hosts that can be listed.
const MOST_HOSTS: usize = 100;

/// Reads and judges a webhook's URL.
pub(super) fn checked_url(text: &str, hosts: &[String]) -> Result<Url, Error> {
    let text = text.trim();
    if text.contains(patchbay_connector::MASK) {
        return Err(wrong("A part of this URL is masked.").next("Type the whole URL."));
    }
    let url = Url::parse(text)
        .map_err(|_| wrong("This is not a URL.").next("Write it whole: http://127.0.0.1:3000/webhooks."))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("A webhook's URL begins with http or https.").next("Change its scheme."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("A webhook's URL holds no user name or password.")
            .next("Leave them out: what is sent is signed, and the receiver can verify that."));
    }
    if url.fragment().is_some() {
        return Err(wrong("A webhook's URL has no fragment.").next("Leave out what begins with #."));
    }
    if let Some(why) = literal(&url).and_then(|address| refused(address, Reach::Private)) {
        return Err(Error::new(
            Code::AddressRefused,
            format!("Webhooks are not sent to this address: {why}."),
        )
        .at("url")
        .next("Name another host."));
    }
    if is_loopback(&url) || hosts.iter().any(|listed| covers(listed, &url)) {
        return Ok(url);
    }
    let host = place(&url);
    Err(Error::new(
        Code::AddressRefused,
        format!("Webhooks are sent to this machine only, unless the host is listed, and {host} is not."),
    )
    .at("url")
    .next(format!(
        "List it if you trust it: patchbay webhook hosts add {host}."
    )))
}

/// Reads a listed host, `hooks.example.com` or `10.0.0.7:8080`, into the spelling of a URL.
pub(super) fn checked_host(text: &str) -> Result<String, Error> {
    let bad = || {
        Error::new(Code::InvalidRequest, format!("“{}” is not a host.", text.trim()))
            .at("hosts")
            .next("Write a host, and its port where it is not the usual one: hooks.example.com or 10.0.0.7:8080.")
    };
    let text = text.trim();
    if text.is_empty()
        || text.contains(['/', '\\', '@', '?', '#', '*', '%'])
        || text.contains(char::is_whitespace)
    {
        return Err(bad());
    }
    let url = Url::parse(&format!("http://{text}")).map_err(|_| bad())?;
    if let Some(why) = literal(&url).and_then(|address| refused(address, Reach::Private)) {
        return Err(Error::new(Code::AddressRefused, format!("{text} cannot be listed: {why}.")).at("hosts"));
    }
    let host = url.host_str().ok_or_else(bad)?;
    Ok(match explicit_port(text) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// Puts a list of hosts into one spelling, each once.
pub(super) fn checked_hosts(hosts: &[String]) -> Result<Vec<String>, Error> {
    let mut checked = hosts
        .iter()
        .map(|host| checked_host(host))
        .collect::<Result<Vec<_>, _>>()?;
    checked.sort();
    checked.dedup();
    if checked.len() > MOST_HOSTS {
        return Err(Error::new(
            Code::InvalidRequest,
            format!("No more than {MOST_HOSTS} hosts can be listed."),
        )
        .at("hosts")
        .next("Remove some."));
    }
    Ok(checked)
}

fn wrong(message: &str) -> Error {
    Error::new(Code::InvalidRequest, message).at("url")
}

fn literal(url: &Url) -> Option<std::net::IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

/// The port that a host was written with, the usual ones included, which a URL leaves out.
fn explicit_port(text: &str) -> Option<u16> {
    text.rsplit_once(':')
        .filter(|(_, port)| !port.contains(']'))
        .and_then(|(_, port)| port.parse().ok())
}

/// Whether a listed host is the URL's: without a port, the scheme's own.
fn covers(listed: &str, url: &Url) -> bool {
    let port = url.port_or_known_default();
    let (host, wanted) = match explicit_port(listed) {
        Some(wanted) => (
            listed.rsplit_once(':').map_or(listed, |(host, _)| host),
            Some(wanted),
        ),
        None => (
            listed,
            if url.scheme() == "https" {
                Some(443)
            } else {
                Some(80)
            },
        ),
    };
    url.host_str() == Some(host) && port == wanted
}

fn place(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, hosts: &[&str]) -> Option<Code> {
        let hosts: Vec<String> = hosts.iter().map(|host| checked_host(host).unwrap()).collect();
        checked_url(url, &hosts).err().map(|error| error.code)
    }

    #[test]
    fn this_machine_needs_no_listing() {
        for url in [
            "http://127.0.0.1:3000/hook",
            "https://localhost/hook?key=abc",
            "http://[::1]:80/",
            "http://127.9.9.9/",
            "http://2130706433/",
        ] {
            assert_eq!(code(url, &[]), None, "{url}");
        }
    }

    #[test]
    fn another_host_is_refused_until_it_is_listed_with_its_port() {
        for url in [
            "https://hooks.example.com/",
            "http://10.0.0.7/",
            "http://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert_eq!(code(url, &[]), Some(Code::AddressRefused), "{url}");
        }
        let listed = ["Hooks.Example.com", "10.0.0.7:8080", "[fd12::7]:8443"];
        for (url, refused) in [
            ("https://hooks.example.com/x", false),
            ("https://hooks.example.com:443/x", false),
            ("http://hooks.example.com/x", false),
            ("https://hooks.example.com:8443/x", true),
            ("https://a.hooks.example.com/x", true),
            ("http://10.0.0.7:8080/", false),
            ("http://10.0.0.7/", true),
            ("https://[fd12::7]:8443/", false),
            ("https://[fd12::7]/", true),
        ] {
            assert_eq!(code(url, &listed).is_some(), refused, "{url}");
        }
    }

    #[test]
    fn some_urls_are_never_targets() {
        for (url, expected) in [
            ("ftp://127.0.0.1/", Code::InvalidRequest),
            ("http://me@127.0.0.1/", Code::InvalidRequest),
            ("http://127.0.0.1/#x", Code::InvalidRequest),
            ("127.0.0.1:3000/hook", Code::InvalidRequest),
            ("http://127.0.0.1/?key=••••••••", Code::InvalidRequest),
            ("http://169.254.169.254/latest", Code::AddressRefused),
            ("http://[fe80::1]/", Code::AddressRefused),
            ("http://0.0.0.0/", Code::AddressRefused),
        ] {
            assert_eq!(code(url, &[]), Some(expected), "{url}");
        }
        for host in [
            "169.254.169.254",
            "a/b",
            "http://a",
            "*.example.com",
            "me@a",
            "",
            "a b",
        ] {
            assert!(checked_host(host).is_err(), "{host}");
        }
    }
}
