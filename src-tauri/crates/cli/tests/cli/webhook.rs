//! Where an application is told what happened to connections.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::harness::ready;

#[test]
fn a_target_is_on_loopback_unless_its_host_is_listed() {
    let patchbay = ready();
    assert!(patchbay.run(&["webhook"]).done().out.contains("off"));
    for wrong in [
        "https://hooks.example.com/patchbay",
        "http://169.254.169.254/latest",
        "http://127.0.0.1.example.com/hook",
        "ftp://127.0.0.1/hook",
        "javascript:alert(1)",
        "localhost:3000",
        "http://user:planted@127.0.0.1/hook",
    ] {
        let refused = patchbay.run(&["webhook", "set", wrong]).failed(2, &[]);
        assert!(
            !refused.err.contains("planted") && !refused.err.is_empty(),
            "{}",
            refused.err
        );
    }
    assert!(
        patchbay.run(&["webhook"]).done().out.contains("off"),
        "nothing was set"
    );
    patchbay
        .run(&["webhook", "set", "http://127.0.0.1:3000/hook"])
        .done();

    patchbay
        .run(&["webhook", "hosts", "add", "hooks.example.com"])
        .done();
    patchbay
        .run(&["webhook", "set", "https://hooks.example.com/patchbay"])
        .done();
    let shown = patchbay.run(&["webhook", "--json"]).done().json();
    assert_eq!(
        shown,
        serde_json::json!({"url": "https://hooks.example.com/patchbay", "hosts": ["hooks.example.com"]})
    );
    patchbay
        .run(&["webhook", "hosts", "remove", "other.example.com"])
        .failed(3, &["is not listed"]);
    patchbay.run(&["webhook", "off"]).done();
    patchbay
        .run(&["webhook", "hosts", "remove", "hooks.example.com"])
        .done();
    let shown = patchbay.run(&["webhook", "--json"]).done().json();
    assert_eq!(shown, serde_json::json!({"url": null, "hosts": []}));
}

#[test]
fn a_test_says_how_it_was_taken() {
    let patchbay = ready();
    let target = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", target.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = target.accept().unwrap();
        let mut heard = Vec::new();
        let mut chunk = [0_u8; 4096];
        while !String::from_utf8_lossy(&heard).contains("eventType") {
            let read = stream.read(&mut chunk).unwrap();
            assert_ne!(read, 0, "it ended early");
            heard.extend_from_slice(&chunk[..read]);
        }
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
            .unwrap();
        String::from_utf8(heard).unwrap()
    });
    patchbay.run(&["webhook", "set", &url]).done();
    let sent = patchbay.run(&["webhook", "test", "--json"]).done().json();
    assert_eq!(
        (&sent["state"], &sent["status"]),
        (&"delivered".into(), &204.into())
    );
    let heard = heard.join().unwrap();
    assert!(heard.starts_with("POST /hook HTTP/1.1"), "{heard}");

    let secret = patchbay.run(&["webhook", "--reveal"]).done().out;
    assert!(secret.trim_end().len() >= 32, "the secret that signs");
    assert!(!heard.contains(secret.trim_end()));
    let listed = patchbay.run(&["webhook", "deliveries"]).done().out;
    assert!(
        listed.contains(sent["id"].as_str().unwrap()) && listed.contains("taken, 204"),
        "{listed}"
    );

    // The target has gone: nobody listens there any more.
    patchbay.run(&["webhook", "test"]).failed(1, &["not taken"]);
    let again = patchbay
        .run(&["webhook", "redeliver", sent["id"].as_str().unwrap(), "--json"])
        .done()
        .json();
    assert_eq!(again["state"], "pending");
    patchbay
        .run(&["webhook", "redeliver", "000000000000000000000000"])
        .failed(3, &[]);
}

#[test]
fn without_a_target_there_is_nothing_to_test() {
    ready().run(&["webhook", "test"]).failed(2, &["webhook"]);
}
