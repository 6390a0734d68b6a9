//! One engine to a folder; commands reach it, or take the folder in turn.

use std::net::TcpListener;

use crate::harness::Patchbay;

#[test]
fn a_second_engine_is_told_who_holds_the_folder() {
    let patchbay = Patchbay::new();
    let serve = patchbay.serve(&["--keyring", "memory"]);
    let pid = serve.ready["pid"].to_string();
    patchbay
        .run(&["serve", "--port", "0", "--keyring", "memory"])
        .failed(5, &[&pid]);
}

#[test]
fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let patchbay = Patchbay::new();
    patchbay
        .run(&["serve", "--port", &port, "--keyring", "memory"])
        .failed(6, &[&port, "--port"]);
    patchbay
        .run(&[
            "connect",
            "sandbox",
            "--surface",
            "print",
            "--port",
            &port,
            "--keyring",
            "memory",
        ])
        .failed(6, &[&port]);
}

#[test]
fn commands_on_one_folder_wait_for_each_other() {
    let patchbay = Patchbay::with_passphrase();
    patchbay
        .run(&["--keyring", "passphrase", "integration", "list"])
        .done();
    let started: Vec<_> = (0..4)
        .map(|_| {
            patchbay
                .command(&["integration", "list", "--json"])
                .spawn()
                .unwrap()
        })
        .collect();
    for child in started {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn what_a_command_writes_another_reads() {
    let patchbay = Patchbay::with_passphrase();
    patchbay
        .run(&[
            "--keyring",
            "passphrase",
            "integration",
            "add",
            "mine",
            "--connector",
            "sandbox",
        ])
        .done();
    let listed = patchbay.run(&["integration", "list", "--json"]).done().json();
    let keys: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["key"].as_str().unwrap())
        .collect();
    assert!(keys.contains(&"mine") && keys.contains(&"sandbox"), "{keys:?}");
    patchbay
        .run(&["integration", "add", "mine", "--connector", "sandbox"])
        .failed(2, &["mine"]);
    patchbay.run(&["integration", "remove", "mine"]).done();
    patchbay
        .run(&["integration", "show", "mine"])
        .failed(3, &["mine"]);
}

#[cfg(unix)]
#[test]
fn a_stale_engine_file_makes_no_client_talk_to_a_stranger() {
    let patchbay = Patchbay::with_passphrase();
    patchbay
        .run(&["--keyring", "passphrase", "integration", "list"])
        .done();
    let stranger = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = stranger.local_addr().unwrap();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = stranger.accept().unwrap();
        let mut heard = Vec::new();
        let mut chunk = [0_u8; 4096];
        // Answers as something else would, then listens on.
        loop {
            let read = std::io::Read::read(&mut stream, &mut chunk).unwrap_or(0);
            if read == 0 {
                return String::from_utf8_lossy(&heard).into_owned();
            }
            heard.extend_from_slice(&chunk[..read]);
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
            let _ = std::io::Write::write_all(&mut stream, answer);
        }
    });
    let token = "a".repeat(64);
    let file = patchbay.dir().join("engine.json");
    std::fs::write(
        &file,
        format!(r#"{{"pid":1,"kind":"engine","address":"{address}","token":"{token}"}}"#),
    )
    .unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let set = patchbay
        .run(&["integration", "set", "sandbox", "--name", "planted-name"])
        .done();
    assert_eq!(set.code, 0);
    let heard = heard.join().unwrap();
    assert!(
        heard.contains("/control/hello") && !heard.contains(&token) && !heard.contains("planted-name"),
        "{heard}"
    );
}

#[test]
fn tokens_and_variables_are_given_out() {
    let patchbay = Patchbay::with_passphrase();
    let token = patchbay
        .run(&["--keyring", "passphrase", "token", "--tenant", "test"])
        .done();
    assert_eq!(token.out.trim_end().split('.').count(), 3, "a JWT: {}", token.out);
    let variables = patchbay.run(&["env"]).done();
    assert!(
        variables.out.lines().any(|line| line.starts_with("MEMBRANE_")),
        "{}",
        variables.out
    );
    let checks = patchbay.run(&["doctor", "--json"]).json();
    assert!(!checks.as_array().unwrap().is_empty());
}

#[test]
fn the_sandbox_keeps_its_ports() {
    let patchbay = Patchbay::new();
    let addresses = || {
        let serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
        let shown = patchbay
            .run(&["integration", "show", "sandbox", "--json"])
            .done()
            .json();
        let leaves = shown["leaves"].as_array().unwrap();
        let leaf = leaves
            .iter()
            .find(|leaf| leaf["path"] == "productionUrl")
            .unwrap();
        let production = leaf["value"].as_str().unwrap().to_owned();
        let checks = patchbay.run(&["doctor", "--json"]).json();
        let sandbox: Vec<_> = checks
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["name"] == "sandbox")
            .collect();
        assert!(
            sandbox[0]["words"].as_str().unwrap().contains(&production),
            "{sandbox:?}"
        );
        serve.started.interrupt();
        assert_eq!(serve.started.ended(), 0);
        production
    };
    let first = addresses();
    assert_eq!(first, addresses());
}
