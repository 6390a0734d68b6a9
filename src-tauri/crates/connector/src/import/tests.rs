use super::{ImportError, Imported, import};
use crate::{AuthKind, Connector, Layers, Patch};

fn one(file: &str, text: &str) -> Imported {
    import(&[(file.to_owned(), text.to_owned())]).unwrap()
}

fn connector(imported: &Imported) -> Connector {
    let errors: Vec<_> = imported
        .problems
        .iter()
        .filter(|problem| !problem.warning)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", imported.text);
    Connector::parse(&imported.text).unwrap()
}

fn says(imported: &Imported, what: &str) -> bool {
    imported.notes.iter().any(|note| note.message.contains(what))
}

/// In the form of the newer exports: functions beside the type, the environment by a parameter.
const BOOKS: &str = r#"
key: books
name: Example Books
type: oauth2
parametersSchema:
  type: object
  properties:
    clientId: { type: string }
    clientSecret: { type: string }
    isSandbox: { type: boolean, title: Use the sandbox }
    scopes: { type: array, items: { type: string }, default: [books.read, offline_access] }
    apiVersion: { type: string, title: API version, default: '2' }
inputSchema:
  type: object
  properties:
    region: { type: string, title: Region, enum: [eu, us] }
  required: [region]
getOAuthConfig:
  type: mapping
  mapping:
    clientId: { $var: $.connectorParameters.clientId }
    clientSecret: { $var: $.connectorParameters.clientSecret }
    scopes: { $var: $.connectorParameters.scopes }
    authorizeUri:
      $case:
        cases:
          - filter: { $eval: { $var: $.connectorParameters.isSandbox }, is: true }
            value: https://sandbox.books.example/authorize
        default: https://login.books.example/authorize
    tokenUri: https://login.books.example/token
    clientAuthLocation: body
    extra: { prompt: consent }
getCredentialsFromAccessTokenResponse:
  type: mapping
  mapping:
    access_token: { $var: tokenResponse.access_token }
    company: { $var: tokenResponse.owner.company_id }
makeApiClient:
  type: mapping
  mapping:
    baseUri:
      $case:
        cases:
          - filter: { $eval: { $var: connectorParameters.isSandbox }, is: true }
            value: https://sandbox.books.example/api
        default:
          $tpl: { template: 'https://{region}.books.example/v{v}', values: { region: { $var: connectionInput.region }, v: { $var: connectorParameters.apiVersion } } }
    headers:
      $mergeObjects:
        - Authorization: { $concat: ['Bearer ', { $var: credentials.access_token }] }
        - X-Company: { $firstNotEmpty: [{ $var: credentials.company }, none] }
          X-Dollar: { $plain: 'costs ${5}' }
refreshCredentials:
  type: javascript
  code: "export default async function () {}"
test:
  type: rest-api-mapping
  mapping: { path: /me, method: get }
"#;

#[test]
fn an_oauth2_export_becomes_a_connector_with_a_variant() {
    let imported = one("books.yml", BOOKS);
    assert_eq!(imported.key, "books");
    let connector = connector(&imported);
    assert_eq!(connector.auth_kind(None), AuthKind::Oauth2);
    assert_eq!(connector.variants()[0].key, "sandbox");
    assert!(
        connector.parameters(None).get("isSandbox").is_none(),
        "it became the variant"
    );
    assert_eq!(
        connector.parameters(None)["company"].source,
        crate::ParamSource::Discovered
    );
    assert!(says(&imported, "JavaScript"), "{:?}", imported.notes);

    let layers = |overrides: &Patch| {
        let none = Patch::default();
        let layers = Layers {
            option: None,
            integration: &none,
            integration_option: &none,
            overrides,
        };
        connector.effective(&layers)
    };
    let text = |json: serde_json::Value| Patch::from_value(json).unwrap();
    let input = text(serde_json::json!({ "region": "eu" }));
    let discovered = text(serde_json::json!({ "company": "42" }));
    let none = Patch::default();
    let usual = layers(&none);
    let mut names = usual.names(&input, &discovered);
    names.set_secret("accessToken", crate::Secret::new("tok".to_owned()));
    assert_eq!(
        usual.base_url(&names).unwrap().as_str(),
        "https://eu.books.example/v2"
    );
    assert_eq!(usual.scopes(), ["books.read", "offline_access"]);
    let headers = usual.http_headers(&names).unwrap();
    let header = |name: &str| {
        headers
            .iter()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
            .expose()
            .clone()
    };
    assert_eq!(header("Authorization"), "Bearer tok");
    assert_eq!(header("X-Company"), "42");
    assert_eq!(header("X-Dollar"), "costs ${5}");
    let overrides = text(serde_json::json!({ "variant": "sandbox" }));
    let sandbox = layers(&overrides);
    assert_eq!(
        sandbox.base_url(&names).unwrap().as_str(),
        "https://sandbox.books.example/api"
    );
    let endpoints = sandbox.endpoints(&names, None).unwrap();
    assert_eq!(
        endpoints.authorize.unwrap().as_str(),
        "https://sandbox.books.example/authorize"
    );
    assert_eq!(
        sandbox.test_request(&names).unwrap().unwrap().request.method,
        "GET"
    );
}

#[test]
fn an_older_export_is_a_folder_with_a_spec() {
    let files = [
        (
            "spec.yml",
            "key: mail\nname: Example Mail\nauth:\n  type: client-credentials\n  ui:\n    schema:\n      type: object\n      properties:\n        apiKey: { type: string, title: API key }\n      required: [apiKey]\n  makeApiClient: { implementationType: mapping }\n  test: { implementationType: javascript }\n",
        ),
        (
            "auth/make-api-client.yml",
            "baseUri: https://api.mail.example\nauth:\n  username: api\n  password: { $var: credentials.apiKey }\n",
        ),
        ("auth/test.js", "throw new Error('never run')"),
    ];
    let files: Vec<_> = files
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
    let imported = import(&files).unwrap();
    let connector = connector(&imported);
    assert_eq!(connector.auth_kind(None), AuthKind::Basic);
    assert!(connector.parameters(None)["apiKey"].secret);
    assert!(
        imported.text.contains("${base64('api', ':', apiKey)}"),
        "{}",
        imported.text
    );
    assert!(says(&imported, "test is JavaScript"));
}

#[test]
fn what_cannot_be_said_is_listed() {
    let imported = one(
        "odd.json",
        r#"{"key":"odd","name":"Odd","type":"client-credentials",
            "inputSchema":{"properties":{"key":{"type":"string"},"deep":{"type":"object"}}},
            "getCredentialsFromConnectionParameters":{"type":"javascript","code":"x"},
            "makeApiClient":{"type":"mapping","mapping":{"baseUri":"https://api.odd.example",
              "headers":{"X-Key":{"$var":"credentials.key"},"X-All":{"$jsonata":"a.b"}},
              "responseHandlers":[{"match":{"status":400}}]}}}"#,
    );
    connector(&imported);
    for what in [
        "$jsonata",
        "responseHandlers",
        "\"object\"",
        "no test",
        "kind = \"exchange\"",
    ] {
        assert!(says(&imported, what), "{what}: {:?}", imported.notes);
    }
    // The notes stand in the file too, where whoever edits it sees them.
    assert!(imported.text.contains("\n# Imported."));
}

#[test]
fn options_come_along() {
    let imported = one(
        "two.json",
        r#"{"key":"two","name":"Two","options":{
            "oauth":{"type":"oauth2","title":"Sign in","getOAuthConfig":{"type":"mapping","mapping":{"clientId":{"$var":"connectorParameters.client"},"clientSecret":"hunter2hunter2","authorizeUri":"https://two.example/a","tokenUri":"https://two.example/t"}},
              "makeApiClient":{"type":"mapping","mapping":{"baseUri":"https://api.two.example","headers":{"Authorization":{"$concat":["Bearer ",{"$var":"credentials.access_token"}]}}}}},
            "key":{"type":"client-credentials","title":"API key","inputSchema":{"properties":{"apiKey":{"type":"string"}},"required":["apiKey"]},
              "makeApiClient":{"type":"mapping","mapping":{"baseUri":"https://api.two.example","headers":{"X-Key":{"$var":"credentials.apiKey"}}}}}}}"#,
    );
    let connector = connector(&imported);
    assert_eq!(connector.auth_kind(None), AuthKind::Oauth2);
    assert_eq!(connector.auth_kind(Some("key")), AuthKind::Key);
    assert!(connector.parameters(Some("key")).contains_key("apiKey"));
    assert!(!connector.parameters(None).contains_key("apiKey"));
    assert!(
        !imported.text.contains("hunter2"),
        "a secret of the export stays out of the file"
    );
    assert!(says(&imported, "is called clientId here"));
}

#[test]
fn bad_input_is_an_error_that_helps() {
    let of = |file: &str, text: &str| import(&[(file.to_owned(), text.to_owned())]).unwrap_err();
    assert!(matches!(of("a.json", "{"), ImportError::Malformed { .. }));
    assert!(matches!(of("a.yml", "a: [1"), ImportError::Malformed { .. }));
    assert_eq!(of("a.yml", "hello: world"), ImportError::NoConnector);
    assert!(matches!(
        of("a.json", r#"{"type":"membrane-token"}"#),
        ImportError::Foreign(_)
    ));
    assert!(matches!(
        of("a.json", &" ".repeat(2_000_000)),
        ImportError::TooLarge(_)
    ));
}
