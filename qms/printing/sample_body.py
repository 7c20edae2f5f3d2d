"""The body of the sample document: every kind of piece that frozen HTML may hold."""

BODY = """
<section><h2>1. Mục đích</h2>
<p>Quy định thống nhất trình tự, trách nhiệm và thời gian <b>tiếp nhận, thẩm định</b> và <i>trả kết quả</i> hồ sơ cấp
giấy phép lao động.</p></section>
<section><h2>2. Phạm vi</h2>
<p>Áp dụng cho:</p><ul><li>công chức một cửa;</li><li>chuyên viên thụ lý:<ul><li>cấp mới;</li><li>cấp lại.</li></ul>
</li></ul></section>
<section><h2>3. Tài liệu viện dẫn</h2>
<ul><li>TCVN ISO 9001:2015</li><li>Bộ luật Lao động</li><li>QT-05 Kiểm soát tài liệu</li></ul></section>
<section><h2>4. Định nghĩa, viết tắt</h2>
<dl><dt>TN&amp;TKQ</dt><dd>Bộ phận Tiếp nhận và Trả kết quả</dd><dt>GPLĐ</dt><dd>giấy phép lao động</dd></dl></section>
<section><h2>5. Nội dung</h2>
<h3>5.1. Thành phần hồ sơ</h3>
<ol><li>Đơn đề nghị theo mẫu BM-01-QT-31.</li><li>Giấy chứng nhận sức khỏe.</li></ol>
<h3>5.2. Trình tự thực hiện</h3>
<table class="table list-cards"><caption>Tổng thời gian: 5 ngày làm việc</caption>
<thead><tr><th scope="col">TT</th><th scope="col">Trình tự</th><th scope="col">Trách nhiệm</th><th scope="col">Thời gian
</th><th scope="col">Biểu mẫu, kết quả</th></tr></thead>
<tbody><tr><td>1</td><td>Tiếp nhận, kiểm tra hồ sơ; hướng dẫn bổ sung nếu thiếu.<br>Cấp giấy hẹn.</td><td>Công chức một
cửa</td><td>0,5 ngày làm việc</td><td>BM-02-QT-31</td></tr>
<tr><td>2</td><td>Thẩm định hồ sơ, dự thảo giấy phép.</td><td>Chuyên viên thụ lý</td><td>3 ngày làm việc</td>
<td>BM-03-QT-31, BM-04-QT-31</td></tr>
<tr><td>3</td><td>Ký duyệt, đóng dấu và trả kết quả.</td><td>Lãnh đạo Sở; Văn thư</td><td>1,5 ngày làm việc</td>
<td>Giấy phép lao động</td></tr></tbody>
<tfoot><tr><td colspan="3">Tổng thời gian</td><td>5 ngày làm việc</td><td></td></tr></tfoot></table>
<h4>Lưu ý</h4><p>Hồ sơ trả chậm phải có phiếu xin lỗi.</p></section>
<section><h2>6. Biểu mẫu</h2>
<table class="table"><thead><tr><th>TT</th><th>Mã hiệu</th><th>Tên biểu mẫu</th></tr></thead>
<tbody><tr><td>1</td><td>BM-01-QT-31</td><td>Đơn đề nghị cấp giấy phép lao động</td></tr></tbody></table></section>
<section><h2>7. Hồ sơ lưu</h2>
<table class="table"><thead><tr><th>TT</th><th>Hồ sơ lưu</th><th>Thời gian lưu</th><th>Nơi lưu</th></tr></thead>
<tbody><tr><td>1</td><td>Hồ sơ cấp giấy phép lao động</td><td>5 năm</td><td>Phòng Lao động - Việc làm</td></tr></tbody>
</table></section>
"""
