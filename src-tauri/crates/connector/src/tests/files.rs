use crate::Connector;

const GOOD: &str = r#"format = 1
key = "acme"
name = "Acme"
version = "1.0.0"
[params.sub]
source = "user"
[auth]
kind = "oauth2"
[auth.authorize]
url = "https://${sub}.acme.com/auth"
[auth.token]
url = "https://acme.com/token"
[http]
base_url = "https://api.acme.com"
headers = { Authorization = "Bearer ${accessToken}" }
"#;

/// Replaces a part of the good file and expects a problem there.
fn wrong(part: &str, by: &str, path: &str, line: u32, says: &str) {
    assert!(GOOD.contains(part), "{part}");
    let text = GOOD.replacen(part, by, 1);
    let problems = Connector::parse(&text).expect_err(by);
    let found = problems
        .iter()
        .find(|problem| problem.path == path && !problem.warning);
    let problem = found.unwrap_or_else(|| panic!("{path} in {problems:#?}"));
    assert_eq!(problem.line, Some(line), "{problem:?}");
    assert!(problem.column.is_some());
    let whole = format!(
        "{} {}",
        problem.message,
        problem.fix.as_deref().unwrap_or_default()
    );
    assert!(whole.contains(says), "{whole}");
}

#[test]
fn the_good_file_is_good() {
    assert_eq!(Connector::check(GOOD), []);
}

#[test]
fn every_load_error_has_its_line_and_a_fix() {
    wrong("format = 1", "format = 2", "format", 1, "Update Patchbay");
    wrong("format = 1", "formt = 1", "formt", 1, "Did you mean \"format\"");
    wrong("key = \"acme\"", "key = \"Acme\"", "key", 2, "cannot be a key");
    wrong(
        "key = \"acme\"",
        "key = \"0123456789abcdef01234567\"",
        "key",
        2,
        "24 hexadecimal",
    );
    wrong("name = \"Acme\"\n", "", "name", 1, "is missing");
    wrong(
        "version = \"1.0.0\"",
        "version = \"1.0\"",
        "version",
        4,
        "major.minor.patch",
    );
    wrong(
        "version = \"1.0.0\"",
        "version = 1",
        "version",
        4,
        "must be a text",
    );
    wrong(
        "source = \"user\"",
        "source = \"usr\"",
        "params.sub.source",
        6,
        "Did you mean \"user\"",
    );
    wrong(
        "source = \"user\"",
        "sorce = \"user\"",
        "params.sub.sorce",
        6,
        "Did you mean \"source\"",
    );
    wrong(
        "source = \"user\"",
        "default = 5",
        "params.sub.default",
        6,
        "must be a text",
    );
    wrong(
        "source = \"user\"",
        "default = \"${x}\"",
        "params.sub.default",
        6,
        "never a template",
    );
    wrong(
        "source = \"user\"",
        "default = \"x\"\nformat = \"uuid\"",
        "params.sub.default",
        6,
        "UUID",
    );
    wrong(
        "source = \"user\"",
        "default = 2026-11-23",
        "params.sub.default",
        6,
        "quotes",
    );
    wrong(
        "[params.sub]",
        "[params.accessToken]\n[params.sub]",
        "params.accessToken",
        5,
        "format itself",
    );
    wrong(
        "kind = \"oauth2\"",
        "kind = \"oauth3\"",
        "auth.kind",
        8,
        "Did you mean \"oauth2\"",
    );
    wrong(
        "kind = \"oauth2\"",
        "kind = \"key\"",
        "auth.authorize",
        9,
        "no key \"authorize\"",
    );
    wrong(
        "[auth.token]\nurl = \"https://acme.com/token\"\n",
        "",
        "auth.token.url",
        7,
        "needs token.url",
    );
    wrong(
        "https://${sub}.acme.com/auth",
        "https://${sub}/auth",
        "auth.authorize.url",
        10,
        "hostname",
    );
    wrong(
        "https://${sub}.acme.com/auth",
        "https://${sub}.com/auth",
        "auth.authorize.url",
        10,
        "hostname",
    );
    wrong(
        "https://${sub}.acme.com/auth",
        "${sub}/auth",
        "auth.authorize.url",
        10,
        "format \\\"url\\\"".replace('\\', "").as_str(),
    );
    wrong(
        "https://${sub}.acme.com/auth",
        "https://${sb}.acme.com/auth",
        "auth.authorize.url",
        10,
        "Did you mean \"sub\"",
    );
    wrong(
        "https://${sub}.acme.com/auth",
        "https://${sub.acme.com/auth",
        "auth.authorize.url",
        10,
        "not a template",
    );
    wrong(
        "https://${sub}.acme.com/auth",
        "https://${accessToken}.acme.com/",
        "auth.authorize.url",
        10,
        "may not stand in a host",
    );
    wrong(
        "https://acme.com/token",
        "http://acme.com/token",
        "auth.token.url",
        12,
        "http is only",
    );
    wrong("[http]", "[htp]", "htp", 13, "Did you mean \"http\"");
    wrong(
        "base_url = \"https://api.acme.com\"\n",
        "",
        "http.base_url",
        13,
        "no base URL",
    );
    wrong(
        "headers = {",
        "timeout_ms = -1\nheaders = {",
        "http.timeout_ms",
        15,
        "0 or more",
    );
    wrong(
        "headers = {",
        "retry = { statuses = [42] }\nheaders = {",
        "http.retry.statuses",
        15,
        "100 to 599",
    );
    wrong(
        "headers = {",
        "test = { method = \"get\", url = \"/me\" }\nheaders = {",
        "http.test.method",
        15,
        "GET",
    );
    wrong(
        "headers = {",
        "test = { }\nheaders = {",
        "http.test.url",
        15,
        "needs a URL",
    );
    wrong(
        "Authorization =",
        "\"a b\" =",
        "http.headers.a b",
        15,
        "no header name",
    );
    wrong(
        "kind = \"oauth2\"",
        "kind = \"oauth2\"\nresponse = { capture = { sub = \"x\" } }",
        "auth.response.capture.sub",
        9,
        "no discovered parameter",
    );
    wrong(
        "kind = \"oauth2\"",
        "kind = \"oauth2\"\nresponse = { ok = \"== 1\" }",
        "auth.response.ok",
        9,
        "condition",
    );
    wrong(
        "version = \"1.0.0\"",
        "version = \"1.0.0\"\nvariant = \"eu\"",
        "variant",
        5,
        "no variant \"eu\"",
    );
    wrong("key = \"acme\"", "key = ", "", 2, "TOML");
}

#[test]
fn a_variants_error_is_at_the_variant() {
    let text = format!(
        "{GOOD}\n[variants.eu]\nhttp.base_url = \"https://${{nope}}.acme.com\"\n[options.k]\nauth = {{ knd = \"key\" }}\n"
    );
    let problems = Connector::parse(&text).unwrap_err();
    assert!(
        problems
            .iter()
            .any(|problem| problem.path == "options.k.auth" && problem.line == Some(20)),
        "{problems:#?}"
    );
    let text = text.replace("knd", "kind");
    let problems = Connector::parse(&text).unwrap_err();
    assert_eq!(
        (problems[0].path.as_str(), problems[0].line),
        ("variants.eu.http.base_url", Some(18)),
        "{problems:#?}"
    );
}

#[test]
fn warnings_do_not_keep_a_file_from_loading() {
    let text = GOOD.replace("headers = { Authorization = \"Bearer ${accessToken}\" }", "");
    assert!(Connector::parse(&text).is_ok());
    let problems = Connector::check(&text);
    assert!(
        problems
            .iter()
            .any(|problem| problem.warning && problem.message.contains("access token")),
        "{problems:?}"
    );
}

#[test]
fn the_kinds_of_later_parse_and_check() {
    let head = "format = 1\nkey = \"k\"\nname = \"K\"\nversion = \"1.0.0\"\nhttp = { base_url = \"https://a.example.com\", headers = { A = \"${accessToken ?? assertion}\" } }\nparams = { key = { secret = true, source = \"user\" }, token = { secret = true, source = \"user\" }, tokenSecret = { secret = true, source = \"user\" } }\n";
    for auth in [
        "[auth]\nkind = \"oauth1\"\nrequest = { url = \"https://a.example.com/r\" }\nauthorize = { url = \"https://a.example.com/a\" }\ntoken = { url = \"https://a.example.com/t\" }\nsignature = \"HMAC-SHA256\"\nrealm = \"x\"",
        "[auth]\nkind = \"oauth1\"",
        "[auth]\nkind = \"exchange\"\nsteps = [{ request = { method = \"POST\", url = \"/login\", json = { k = \"${key}\" } }, capture = { accessToken = \"t\" } }]",
        "[auth]\nkind = \"jwt\"\nsign = { alg = \"ES256\", key = \"${key}\", payload = { iss = \"${clientId}\", exp = 5 } }",
        "[auth]\nkind = \"oauth2\"\ndevice = { url = \"https://a.example.com/d\" }\ntoken = { url = \"https://a.example.com/t\", client_auth = \"private_key_jwt\" }\nsign = { key = \"${key}\" }",
        "[auth]\nkind = \"basic\"",
        "[auth]\nkind = \"none\"",
    ] {
        let text = format!("{head}{auth}\n");
        assert!(
            Connector::parse(&text).is_ok(),
            "{auth}: {:#?}",
            Connector::check(&text)
        );
    }
    let step = "{ request = { method = \"POST\", url = \"/login\" }, capture = { accessToken = \"t\" } }";
    let steps = format!("steps = [{step}]");
    let (token, authorize) = (
        "token = { url = \"https://a.example.com/t\" }",
        "authorize = { url = \"https://a.example.com/a\" }",
    );
    for (auth, path) in [
        ("kind = \"oauth1\"\nrequest = { url = \"https://a.example.com/r\" }".to_owned(), "auth"),
        ("kind = \"oauth1\"\nsignature = \"RSA-SHA1\"".to_owned(), "auth.sign.key"),
        ("kind = \"exchange\"".to_owned(), "auth.steps"),
        ("kind = \"exchange\"\nsteps = [{ request = { url = \"/a\" } }]".to_owned(), "auth.steps"),
        (format!("kind = \"exchange\"\n{steps}\nrevoke = {{ request = {{ url = \"https://${{accessToken}}.example.com\" }} }}"), "auth.revoke.request.url"),
        ("kind = \"exchange\"\nsteps = [{ request = { url = \"/a\" }, ok = \"a = b\", capture = { accessToken = \"t\" } }]".to_owned(), "auth.steps.0.ok"),
        ("kind = \"exchange\"\nsteps = [{ request = { url = \"/a\" }, capture = { accessToken = \"t\", other = \"u\" } }]".to_owned(), "auth.steps.0.capture.other"),
        ("kind = \"jwt\"".to_owned(), "auth.sign.key"),
        (format!("kind = \"jwt\"\nsign = {{ key = \"${{key}}\" }}\n{steps}\n{token}"), "auth.token.url"),
        ("kind = \"jwt\"\nsign = { key = \"${key}\", key_encoding = \"hex\" }".to_owned(), "auth.sign.key_encoding"),
        ("kind = \"jwt\"\nsign = { key = \"${key}\", ttl_s = 0 }".to_owned(), "auth.sign.ttl_s"),
        ("kind = \"client_credentials\"\ntoken = { url = \"https://a.example.com/t\", client_auth = \"private_key_jwt\" }".to_owned(), "auth.sign.key"),
        (format!("kind = \"oauth2\"\n{token}\ndevice = {{}}"), "auth.device.url"),
        (format!("kind = \"oauth2\"\n{token}\n{authorize}\nregistration = true"), "auth.registration"),
        (format!("kind = \"oauth2\"\n{token}\n{authorize}\nresource_metadata = true"), "auth.resource_metadata"),
        (format!("kind = \"oauth2\"\n{token}\n{authorize}\npar = \"always\""), "auth.par_url"),
        (format!("kind = \"oauth2\"\n{token}\n{authorize}\nresponse = {{ expires = {{ unit = \"iso\" }} }}"), "auth.response.expires.unit"),
        (format!("kind = \"oauth2\"\n{token}\n{authorize}\ndefault_scopes = [\"${{nobody}}\"]"), "auth.default_scopes.0"),
    ] {
        let text = format!("{head}[auth]\n{auth}\n");
        let text = if auth.contains("oauth1") { text.replace("token = { secret = true", "other = { secret = true") } else { text };
        let problems = Connector::check(&text);
        assert!(
            problems.iter().any(|problem| problem.path == path && !problem.warning && problem.fix.is_some()),
            "{auth}: {problems:#?}"
        );
    }
}

#[test]
fn derived_parameters_and_patterns_are_checked() {
    for (param, path) in [
        ("pattern = \"(\"", "params.p.pattern"),
        ("source = \"discovered\"\nfrom = \"sub\"", "params.p"),
        (
            "source = \"discovered\"\nfrom = \"sub\"\nmatch = \"a\"",
            "params.p.match",
        ),
        (
            "source = \"discovered\"\nfrom = \"sbu\"\nmatch = \"(a)\"",
            "params.p.from",
        ),
        (
            "source = \"discovered\"\nfrom = \"p\"\nmatch = \"(a)\"",
            "params.p.from",
        ),
        (
            "source = \"user\"\nfrom = \"sub\"\nmatch = \"(a)\"",
            "params.p.source",
        ),
    ] {
        let text = GOOD.replace("[auth]", &format!("[params.p]\n{param}\n[auth]"));
        let text = text.replacen("[auth]\n[auth", "[auth", 1);
        let problems = Connector::check(&text);
        assert!(
            problems
                .iter()
                .any(|problem| problem.path == path && !problem.warning),
            "{param}: {problems:#?}"
        );
    }
    // A value from a secret is a secret, and no secret stands in a host.
    let text = GOOD.replace(
        "[auth]\nkind",
        "[params.dc]\nsource = \"discovered\"\nfrom = \"accessToken\"\nmatch = \"-([a-z]+)$\"\n[auth]\nkind",
    );
    let text = text.replace("https://api.acme.com", "https://${dc}.acme.com");
    assert!(
        Connector::check(&text)
            .iter()
            .any(|problem| problem.message.contains("is a secret"))
    );
    let text = text.replace("[auth]\nkind", "secret = false\n[auth]\nkind");
    assert_eq!(Connector::check(&text), []);
}
