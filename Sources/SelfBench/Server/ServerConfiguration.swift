/// nginx's configuration as text.
struct ServerConfiguration {
    let directory: String
    let plainPort: Int
    let securePort: Int
    /// The most connections at one time.
    let connections: Int

    /// What `GET /bare` answers.
    static let bareAnswer = "the answer, 20 bytes"
    /// The words of a form that was taken.
    static let savedWords = "Your report has been saved."

    var text: String {
        """
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile \(connections + 64);
        pid \(directory)/pid;
        events { worker_connections \(connections + 64); }
        http {
            access_log off;
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            keepalive_requests 1000000000;
            keepalive_timeout 1h;
            ssl_certificate \(directory)/certificate.pem;
            ssl_certificate_key \(directory)/key.pem;
            ssl_protocols TLSv1.3;
            server {
        \(listeners)
                default_type text/html;
                location = /bare { return 200 '\(Self.bareAnswer)'; }
                location = /form {
                    add_header Set-Cookie 'session=9f86d081884c7d65; Path=/; HttpOnly';
                    return 200 '\(Self.form)';
                }
                location = /save { return 200 '\(Self.saved)'; }
                location = /status { stub_status; }
            }
        }

        """
    }

    private var listeners: String {
        (0..<BenchServer.addresses).map { address in
            let host = BenchServer.host(address)
            // The queue must hold a crowd that comes at once.
            return """
                        listen \(host):\(plainPort) backlog=8192;
                        listen \(host):\(securePort) ssl backlog=8192;
                """
        }.joined(separator: "\n")
    }

    private static let form = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Daily report</title>\
        <link rel="stylesheet" href="/style.css"></head><body><h1>Daily report</h1>\
        <form method="post" action="/save"><input type="hidden" name="csrf" \
        value="7d8f3b1c5a9e4260"><p><label>Machine <input name="machine" value="A-17"></label></p>\
        <p><label>Pieces <input name="pieces" type="number" value="120"></label></p>\
        <p><label>Remarks <textarea name="remarks" rows="3"></textarea></label></p>\
        <p><button type="submit">Save</button> <a href="/reports">All reports</a></p></form>\
        <footer>Factory 2, line 4</footer></body></html>
        """

    private static let saved = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Saved</title></head>\
        <body><p>\(savedWords)</p><p><a href="/form">Next report</a></p></body></html>
        """
}
