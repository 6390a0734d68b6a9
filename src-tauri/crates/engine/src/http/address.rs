//! Which addresses may be dialled (design section 5, security A7.4).
//!
//! Metadata and link-local addresses never; private and loopback ones only where the connector file or a developer
//! named the host. The check is made on the address that is dialled, after name resolution: a name that resolves to
//! another address the second time gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Which addresses a request may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Public addresses.
    Public,
    /// Private and loopback ones too: the developer or the connector file set the host.
    Private,
}

/// Why an address is refused; none when it may be dialled.
pub fn refused(address: IpAddr, reach: Reach) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => refused_v4(v4, reach),
        IpAddr::V6(v6) => embedded_v4(v6).map_or_else(|| refused_v6(v6, reach), |v4| refused_v4(v4, reach)),
    }
}

fn refused_v4(address: Ipv4Addr, reach: Reach) -> Option<&'static str> {
    let [a, b, ..] = address.octets();
    if address.is_link_local() {
        return Some("link-local and cloud metadata addresses are never called");
    }
    if address == Ipv4Addr::new(100, 100, 100, 200) || address == Ipv4Addr::new(192, 0, 0, 192) {
        return Some("cloud metadata addresses are never called");
    }
    if a == 0 || address.is_broadcast() || address.is_multicast() || a >= 240 {
        return Some("this is not the address of one host");
    }
    let private = address.is_loopback() || address.is_private() || (a == 100 && (64..128).contains(&b));
    (private && reach == Reach::Public).then_some(PRIVATE)
}

fn refused_v6(address: Ipv6Addr, reach: Reach) -> Option<&'static str> {
    if address.is_unicast_link_local() || address == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254) {
        return Some("link-local and cloud metadata addresses are never called");
    }
    if address.is_unspecified() || address.is_multicast() {
        return Some("this is not the address of one host");
    }
    ((address.is_loopback() || address.is_unique_local()) && reach == Reach::Public).then_some(PRIVATE)
}

/// An IPv4 address inside an IPv6 one: mapped (`::ffff:a.b.c.d`), or translated (NAT64, RFC 6052 `64:ff9b::/96`).
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let nat64 = segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    address.to_ipv4_mapped().or_else(|| {
        nat64.then(|| {
            let [a, b] = segments[6].to_be_bytes();
            let [c, d] = segments[7].to_be_bytes();
            Ipv4Addr::new(a, b, c, d)
        })
    })
}

const PRIVATE: &str =
    "private and loopback addresses are called only where the connector or the developer names them";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, reach: Reach) -> bool {
        refused(address.parse().unwrap(), reach).is_none()
    }

    #[test]
    fn metadata_is_never_reached() {
        for address in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "fd00:ec2::254",
            "fe80::1",
        ] {
            assert!(!check(address, Reach::Private), "{address}");
        }
        for address in ["0.0.0.0", "::", "255.255.255.255", "224.0.0.1", "100.100.100.200"] {
            assert!(!check(address, Reach::Private), "{address}");
        }
    }

    #[test]
    fn private_addresses_need_the_developer() {
        for address in [
            "127.0.0.1",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "100.64.0.1",
            "::1",
            "fd12::1",
            "::ffff:127.0.0.1",
        ] {
            assert!(!check(address, Reach::Public), "{address}");
            assert!(check(address, Reach::Private), "{address}");
        }
    }

    #[test]
    fn public_addresses_are_reached() {
        for address in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
        ] {
            assert!(check(address, Reach::Public), "{address}");
        }
    }
}
