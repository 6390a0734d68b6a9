//! Bodies stream through the proxy both ways: what one side does not read, the other cannot send.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use patchbay_engine::ChangedWhat;
use patchbay_store::CallFilter;

use crate::bench::{Wire, read_head};
use crate::support::workbench::Workbench;

/// What is sent: far more than sockets and buffers on the way hold.
const LENGTH: u64 = 96 * 1024 * 1024;
/// What may be on the way while the receiver does not read. Loopback sockets hold some MiB each.
const ON_THE_WAY: u64 = 40 * 1024 * 1024;
static PIECE: [u8; 64 * 1024] = [b'x'; 64 * 1024];
/// Without progress for so long, a sender is held back.
const STILL: Duration = Duration::from_millis(700);

/// A provider that reads and writes only when it is told to.
struct Slow {
    origin: String,
    /// Bytes that it has written of a download.
    written: Arc<AtomicU64>,
    /// A request's head has arrived.
    arrived: Arc<Notify>,
    /// It may read an upload's body.
    go: Arc<Notify>,
    /// Its connection ended before the download did.
    cut: Arc<Notify>,
}

impl Slow {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let slow = Self {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            written: Arc::default(),
            arrived: Arc::default(),
            go: Arc::default(),
            cut: Arc::default(),
        };
        let (written, arrived, go, cut) = (
            Arc::clone(&slow.written),
            Arc::clone(&slow.arrived),
            Arc::clone(&slow.go),
            Arc::clone(&slow.cut),
        );
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (written, arrived) = (Arc::clone(&written), Arc::clone(&arrived));
                let (go, cut) = (Arc::clone(&go), Arc::clone(&cut));
                tokio::spawn(async move {
                    let head = read_head(&mut stream).await;
                    if head.contains("/upload") {
                        arrived.notify_one();
                        go.notified().await;
                        // Framed by its length as the client framed it: some providers refuse anything else.
                        let length = format!("content-length: {LENGTH}");
                        assert!(head.to_ascii_lowercase().contains(&length), "{head}");
                        let mut body = (&mut stream).take(LENGTH);
                        let got = tokio::io::copy(&mut body, &mut tokio::io::sink()).await.unwrap();
                        let _ = answer(&mut stream, &got.to_string()).await;
                    } else if head.contains("/silent") {
                        arrived.notify_one();
                        std::future::pending::<()>().await;
                    } else if head.contains("/download") {
                        if download(&mut stream, &written).await.is_err() {
                            cut.notify_one();
                        }
                    } else {
                        let _ = answer(&mut stream, "{\"name\":\"N\"}").await;
                    }
                });
            }
        });
        slow
    }
}

async fn answer(stream: &mut TcpStream, body: &str) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.shutdown().await
}

async fn download(stream: &mut TcpStream, written: &AtomicU64) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {LENGTH}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    while written.load(Ordering::SeqCst) < LENGTH {
        stream.write_all(&PIECE).await?;
        written.fetch_add(PIECE.len() as u64, Ordering::SeqCst);
    }
    stream.shutdown().await
}

async fn wire(slow: &Slow) -> Wire {
    Wire::start(&slow.origin).await
}

fn request(wire: &Wire, line: &str, more: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap();
    format!(
        "{method} /connections/{}/proxy{path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Bearer {}\r\n{more}\r\n",
        wire.connection, wire.bench.port, wire.token
    )
}

/// Waits until a count stands still, and gives it.
async fn stands_still(count: impl Fn() -> u64) -> u64 {
    loop {
        let before = count();
        tokio::time::sleep(STILL).await;
        if count() == before && before > 0 {
            return before;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_upload_waits_for_the_provider_and_arrives_whole() {
    let slow = Slow::start().await;
    let wire = wire(&slow).await;
    let mut stream = wire.dial().await;
    let head = request(&wire, "POST /upload", &format!("Content-Length: {LENGTH}\r\n"));
    stream.write_all(head.as_bytes()).await.unwrap();
    slow.arrived.notified().await;

    let sent = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&sent);
    let (mut reading, mut writing) = stream.into_split();
    let sender = tokio::spawn(async move {
        while counted.load(Ordering::SeqCst) < LENGTH {
            writing.write_all(&PIECE).await.unwrap();
            counted.fetch_add(PIECE.len() as u64, Ordering::SeqCst);
        }
        writing
    });
    let held = stands_still(|| sent.load(Ordering::SeqCst)).await;
    assert!(held < ON_THE_WAY, "{held} bytes were taken that nobody reads");

    slow.go.notify_one();
    let _writing = sender.await.unwrap();
    let mut text = String::new();
    while !text.ends_with(&LENGTH.to_string()) {
        let mut piece = [0; 1024];
        let length = reading.read(&mut piece).await.unwrap();
        assert!(length > 0, "ended at {text}");
        text.push_str(std::str::from_utf8(&piece[..length]).unwrap());
    }
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_download_waits_for_the_client_and_arrives_whole() {
    let slow = Slow::start().await;
    let wire = wire(&slow).await;
    let mut stream = wire.dial().await;
    stream
        .write_all(request(&wire, "GET /download", "Connection: close\r\n").as_bytes())
        .await
        .unwrap();
    let head = read_head(&mut stream).await.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains(&format!("content-length: {LENGTH}")), "{head}");

    let held = stands_still(|| slow.written.load(Ordering::SeqCst)).await;
    assert!(held < ON_THE_WAY, "{held} bytes were taken that nobody reads");
    let got = tokio::io::copy(&mut stream, &mut tokio::io::sink())
        .await
        .unwrap();
    assert_eq!(got, LENGTH);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_that_leaves_ends_the_call_at_the_provider() {
    let slow = Slow::start().await;
    let wire = wire(&slow).await;
    let mut stream = wire.dial().await;
    stream
        .write_all(request(&wire, "GET /download", "").as_bytes())
        .await
        .unwrap();
    read_head(&mut stream).await;
    drop(stream);
    tokio::time::timeout(Duration::from_secs(20), slow.cut.notified())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clients_beyond_the_places_are_told_to_come_again() {
    let bench = Workbench::start().await;
    let mut open = Vec::new();
    // A place is held by whoever says nothing; five seconds later it is free again.
    for _ in 0..1024 {
        open.push(TcpStream::connect(("127.0.0.1", bench.port)).await.unwrap());
    }
    let mut late = TcpStream::connect(("127.0.0.1", bench.port)).await.unwrap();
    let asked = format!("GET /health HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", bench.port);
    late.write_all(asked.as_bytes()).await.unwrap();
    let head = read_head(&mut late).await;
    assert!(
        head.starts_with("HTTP/1.1 200") || head.starts_with("HTTP/1.1 503"),
        "it is answered, not left: {head}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_whose_client_leaves_before_the_answer_is_in_the_log() {
    let slow = Slow::start().await;
    let wire = wire(&slow).await;
    let mut stream = wire.dial().await;
    stream
        .write_all(request(&wire, "GET /silent", "").as_bytes())
        .await
        .unwrap();
    slow.arrived.notified().await;
    let mut changes = wire.bench.engine.subscribe();
    drop(stream);
    loop {
        let changed = tokio::time::timeout(Duration::from_secs(10), changes.recv());
        if changed.await.unwrap().unwrap().what == ChangedWhat::Calls {
            break;
        }
    }
    let filter = CallFilter::default();
    let calls = wire
        .bench
        .engine
        .with_store(move |store| store.calls(&filter))
        .await;
    let newest = calls.unwrap().remove(0);
    assert_eq!(newest.error_code.as_deref(), Some("caller_left"));
    assert_eq!(newest.status, None);
}
