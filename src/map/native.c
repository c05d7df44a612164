/* Lambert conformal conic, Mercator, polar stereographic, Lambert azimuthal equal-area (J. P. Snyder, Map Projections: A Working Manual,
 * 1987, chapters 7, 15, 21, 24) and Equal Earth (B. Šavrič, T. Patterson, B. Jenny, Int. J. Geogr. Inf. Sci. 33, 2019), all on the
 * ellipsoid of WGS 84. */
#include "map/native.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define A 6378137.0
#define E2 0.0066943799901413165
#define E 0.081819190842621494
#define DEGREE (M_PI / 180)

/* ---- latitudes ---- */

/* atanh for arguments up to e: seven terms leave less than 1e-17. */
static double atanh_small(double x)
{
	double q = x * x;
	return x * (1 + q * (1. / 3 + q * (1. / 5 + q * (1. / 7 + q * (1. / 9 + q * (1. / 11 + q / 13))))));
}

/* Isometric latitude from the sine of the geodetic one; infinite at the poles. */
static double isometric(double s) { return .5 * log((1 + s) / (1 - s)) - E * atanh_small(E * s); }

/* Degrees of latitude: Snyder's series 3-5, good to 1e-11, and one round of his 7-9, which gains two and a half digits. */
static double from_isometric(double psi)
{
	static const double c2 = E2 / 2 + 5 * E2 * E2 / 24 + E2 * E2 * E2 / 12 + 13 * E2 * E2 * E2 * E2 / 360,
		c4 = 7 * E2 * E2 / 48 + 29 * E2 * E2 * E2 / 240 + 811 * E2 * E2 * E2 * E2 / 11520, c6 = 7 * E2 * E2 * E2 / 120 + 81 * E2 * E2 * E2 * E2 / 1120,
		c8 = 4279 * E2 * E2 * E2 * E2 / 161280;
	double chi = M_PI / 2 - 2 * atan(exp(-psi)), s2 = sin(2 * chi), c = cos(2 * chi), s4 = 2 * s2 * c, k4 = 2 * c * c - 1;
	double s = sin(chi + c2 * s2 + c4 * s4 + c6 * (s4 * c + k4 * s2) + c8 * 2 * s4 * k4);
	return (M_PI / 2 - 2 * atan(exp(-(psi + E * atanh_small(E * s))))) / DEGREE;
}

/* q of Snyder 3-12: authalic. */
static double authalic_q(double s) { return (1 - E2) * (s / (1 - E2 * s * s) + atanh_small(E * s) / E); }

static double from_authalic_sine(double sine, double qp)
{
	double q = sine * qp;
	if (fabs(sine) >= 1) return copysign(90, sine);
	double f = asin(sine);
	for (int i = 0; i < 12; i++) { /* Newton's method, Snyder 3-16 */
		double s = sin(f), w = 1 - E2 * s * s, c = cos(f);
		double step = w * w / (2 * (1 - E2) * fmax(c, 1e-12)) * (q - authalic_q(s));
		f += step;
		if (fabs(step) < 1e-15) break;
	}
	return f / DEGREE;
}

/* Longitude from the central meridian, radians; PROJ's turn: 180 degrees either way stay. */
static double turned(double dl)
{
	if (fabs(dl) > 180) dl -= 360 * floor((dl + 180) / 360);
	return dl * DEGREE;
}

static double back(double lon0, double radians)
{
	double lon = lon0 + radians / DEGREE;
	return fabs(lon) > 180 ? lon - 360 * floor((lon + 180) / 360) : lon;
}

static bool good(double lat) { return fabs(lat) <= 90 + 1e-9; } /* not for NaN */

static void nowhere(double *xy) { xy[0] = xy[1] = HUGE_VAL; }

/* ---- conic and Mercator ---- */

static void lcc_forward(const dtl_native *p, double *xy, size_t n)
{
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double rho = good(q[1]) ? p->scale * exp(-p->n * isometric(sin(fmax(-90, fmin(90, q[1])) * DEGREE))) : HUGE_VAL;
		if (!isfinite(rho)) {
			nowhere(q);
			continue;
		}
		double angle = p->n * turned(q[0] - p->lon0);
		q[0] = rho * sin(angle);
		q[1] = p->rho0 - rho * cos(angle);
	}
}

static void lcc_inverse(const dtl_native *p, double *xy, size_t n)
{
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double sign = p->n < 0 ? -1 : 1, y = p->rho0 - q[1], rho = hypot(q[0], y);
		if (!isfinite(rho)) {
			nowhere(q);
			continue;
		}
		double lon = rho > 0 ? back(p->lon0, atan2(sign * q[0], sign * y) / p->n) : p->lon0;
		q[1] = rho > 0 ? from_isometric(-log(sign * rho / p->scale) / p->n) : sign * 90;
		q[0] = lon;
	}
}

static void merc_forward(const dtl_native *p, double *xy, size_t n)
{
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double y = fabs(q[1]) < 90 - 1e-9 ? p->scale * isometric(sin(q[1] * DEGREE)) : HUGE_VAL;
		if (!isfinite(y)) {
			nowhere(q);
			continue;
		}
		q[0] = p->scale * turned(q[0] - p->lon0);
		q[1] = y;
	}
}

static void merc_inverse(const dtl_native *p, double *xy, size_t n)
{
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		if (!isfinite(q[0]) || !isfinite(q[1])) {
			nowhere(q);
			continue;
		}
		q[0] = back(p->lon0, q[0] / p->scale);
		q[1] = from_isometric(q[1] / p->scale);
	}
}

/* ---- about a pole ---- */

/* Radius of a latitude counted from the pole in sight. */
static double polar_radius(const dtl_native *p, double lat)
{
	double s = sin(p->pole * lat * DEGREE);
	if (p->rq > 0) return A * sqrt(fmax(0, p->qp - authalic_q(s)));
	return s >= 1 ? 0 : p->scale * exp(-isometric(s));
}

static void polar_forward(const dtl_native *p, double *xy, size_t n)
{
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double rho = good(q[1]) ? polar_radius(p, q[1]) : HUGE_VAL;
		if (!isfinite(rho) || (p->rq <= 0 && p->pole * q[1] <= -90 + 1e-9)) {
			nowhere(q);
			continue;
		}
		double angle = turned(q[0] - p->lon0);
		q[0] = rho * sin(angle);
		q[1] = -p->pole * rho * cos(angle);
	}
}

static void polar_inverse(const dtl_native *p, double *xy, size_t n)
{
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double rho = hypot(q[0], q[1]), lat;
		double reach = rho / A;
		if (!isfinite(rho) || (p->rq > 0 && reach * reach > 2 * p->qp * (1 + 1e-9))) {
			nowhere(q);
			continue;
		}
		if (p->rq > 0) lat = from_authalic_sine(1 - reach * reach / p->qp, p->qp);
		else lat = rho > 0 ? from_isometric(-log(rho / p->scale)) : 90;
		q[0] = rho > 0 ? back(p->lon0, atan2(q[0], -p->pole * q[1])) : p->lon0;
		q[1] = p->pole * lat;
	}
}

/* ---- azimuthal equal-area about other points; d, rq, sin0 and cos0 as in Snyder 24-13 to 24-20 ---- */

static void laea_forward(const dtl_native *p, double *xy, size_t n)
{
	double qp = p->qp;
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		if (!good(q[1])) {
			nowhere(q);
			continue;
		}
		double l = turned(q[0] - p->lon0), sb = fmax(-1, fmin(1, authalic_q(sin(q[1] * DEGREE)) / qp)), cb = sqrt(1 - sb * sb), c = cos(l);
		double room = 1 + p->sin0 * sb + p->cos0 * cb * c;
		if (!(room > 1e-10)) {
			nowhere(q);
			continue;
		}
		double b = A * p->rq * sqrt(2 / room);
		q[0] = b * p->d * cb * sin(l);
		q[1] = b / p->d * (p->cos0 * sb - p->sin0 * cb * c);
	}
}

static void laea_inverse(const dtl_native *p, double *xy, size_t n)
{
	double qp = p->qp;
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double x = q[0] / A / p->d, y = q[1] / A * p->d, rho = hypot(x, y);
		if (!(rho <= 2 * p->rq * (1 + 1e-12))) {
			nowhere(q);
			continue;
		}
		double c = 2 * asin(fmin(1, rho / (2 * p->rq))), s = sin(c);
		double sb = rho > 0 ? cos(c) * p->sin0 + y * s * p->cos0 / rho : p->sin0;
		q[0] = rho > 0 ? back(p->lon0, atan2(x * s, rho * p->cos0 * cos(c) - y * p->sin0 * s)) : p->lon0;
		q[1] = from_authalic_sine(sb, qp);
	}
}

/* ---- Equal Earth ---- */

#define M (0.86602540378443865) /* half the root of three */
static const double ee[4] = {1.340264, -0.081106, 0.000893, 0.003796};

static double ee_y(double t)
{
	double u = t * t, v = u * u * u;
	return t * (ee[0] + ee[1] * u + v * (ee[2] + ee[3] * u));
}

static double ee_slope(double t)
{
	double u = t * t, v = u * u * u;
	return ee[0] + 3 * ee[1] * u + v * (7 * ee[2] + 9 * ee[3] * u);
}

static void eqearth_forward(const dtl_native *p, double *xy, size_t n)
{
	double r = A * p->rq, qp = p->qp;
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		if (!good(q[1])) {
			nowhere(q);
			continue;
		}
		double t = asin(M * fmax(-1, fmin(1, authalic_q(sin(q[1] * DEGREE)) / qp)));
		q[0] = r * turned(q[0] - p->lon0) * cos(t) / (M * ee_slope(t));
		q[1] = r * ee_y(t);
	}
}

static void eqearth_inverse(const dtl_native *p, double *xy, size_t n)
{
	double r = A * p->rq, qp = p->qp;
	for (double *q = xy; q < xy + 2 * n; q += 2) {
		double y = q[1] / r, t = y, most = asin(M);
		if (!isfinite(q[0]) || !(fabs(y) <= ee_y(most) * (1 + 1e-12))) {
			nowhere(q);
			continue;
		}
		for (int i = 0; i < 12; i++) {
			double step = (ee_y(t) - y) / ee_slope(t);
			t -= step;
			if (fabs(step) < 1e-15) break;
		}
		q[0] = back(p->lon0, M * q[0] / r * ee_slope(t) / cos(t));
		q[1] = from_authalic_sine(sin(t) / M, qp);
	}
}

/* ---- definitions ---- */

typedef struct parameters {
	char name[16];
	double lat0, lon0, lat1, lat2, lat_ts;
	bool has_lat0, has_lat1, has_lat2, has_lat_ts;
} parameters;

static bool take(parameters *p, const char *key, const char *value)
{
	static const struct { const char *key, *value; } silent[] = {{"ellps", "WGS84"}, {"datum", "WGS84"}, {"units", "m"}, {"type", "crs"}, {"no_defs", ""},
		{"x_0", "0"}, {"y_0", "0"}, {"k", "1"}, {"k_0", "1"}};
	if (strcmp(key, "proj") == 0) return snprintf(p->name, sizeof p->name, "%s", value) < (int)sizeof p->name;
	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
		if (strcmp(key, silent[i].key) == 0) return strcmp(value, silent[i].value) == 0;
	const struct { const char *key; double *to; bool *has; double most; } numbers[] = {{"lat_0", &p->lat0, &p->has_lat0, 90}, {"lon_0", &p->lon0, NULL, 360},
		{"lat_1", &p->lat1, &p->has_lat1, 90}, {"lat_2", &p->lat2, &p->has_lat2, 90}, {"lat_ts", &p->lat_ts, &p->has_lat_ts, 90}};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (strcmp(key, numbers[i].key) != 0) continue;
		char *end;
		*numbers[i].to = strtod(value, &end);
		if (numbers[i].has) *numbers[i].has = true;
		return end != value && !*end && fabs(*numbers[i].to) <= numbers[i].most; /* "12d30" and the like are PROJ's to read */
	}
	return false;
}

static bool parse(const char *definition, parameters *p)
{
	char text[512];
	if (snprintf(text, sizeof text, "%s", definition) >= (int)sizeof text) return false;
	char *rest = NULL;
	for (char *word = strtok_r(text, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
		char *equals = strchr(word, '=');
		if (word[0] != '+') return false;
		if (equals) *equals = '\0';
		if (!take(p, word + 1, equals ? equals + 1 : "")) return false;
	}
	return true;
}

static double m_of(double lat)
{
	double s = sin(lat * DEGREE);
	return cos(lat * DEGREE) / sqrt(1 - E2 * s * s);
}

static bool open_lcc(const parameters *p, dtl_native *out)
{
	if (!p->has_lat1 || !p->has_lat0 || p->has_lat_ts) return false;
	double lat2 = p->has_lat2 ? p->lat2 : p->lat1;
	if (fabs(p->lat1 + lat2) < 1e-6 || fabs(p->lat1) > 89.9 || fabs(lat2) > 89.9 || fabs(p->lat0) > 89.9) return false;
	double psi1 = isometric(sin(p->lat1 * DEGREE)), psi2 = isometric(sin(lat2 * DEGREE));
	out->n = fabs(p->lat1 - lat2) < 1e-6 ? sin(p->lat1 * DEGREE) : log(m_of(p->lat1) / m_of(lat2)) / (psi2 - psi1);
	out->scale = A * m_of(p->lat1) / out->n * exp(out->n * psi1);
	out->rho0 = out->scale * exp(-out->n * isometric(sin(p->lat0 * DEGREE)));
	out->forward = lcc_forward, out->inverse = lcc_inverse;
	return true;
}

static bool open_polar(const parameters *p, bool equal_area, dtl_native *out)
{
	if (fabs(fabs(p->lat0) - 90) > 1e-9 || p->has_lat_ts || p->has_lat1 || p->has_lat2) return false;
	out->pole = p->lat0 < 0 ? -1 : 1;
	out->rq = equal_area;
	out->scale = 2 * A / sqrt(pow(1 + E, 1 + E) * pow(1 - E, 1 - E));
	out->forward = polar_forward, out->inverse = polar_inverse;
	return true;
}

static bool open_laea(const parameters *p, dtl_native *out)
{
	if (open_polar(p, true, out)) return true;
	if (fabs(p->lat0) > 89.9 || p->has_lat_ts || p->has_lat1 || p->has_lat2) return false;
	out->rq = sqrt(out->qp / 2);
	out->sin0 = authalic_q(sin(p->lat0 * DEGREE)) / out->qp;
	out->cos0 = sqrt(1 - out->sin0 * out->sin0);
	out->d = m_of(p->lat0) / (out->rq * out->cos0);
	out->forward = laea_forward, out->inverse = laea_inverse;
	return true;
}

bool dtl_native_open(const char *definition, dtl_native *out)
{
	parameters p = {.lon0 = 0};
	if (!parse(definition, &p)) return false;
	*out = (dtl_native){.lon0 = p.lon0, .qp = authalic_q(1)};
	if (strcmp(p.name, "lcc") == 0) return open_lcc(&p, out);
	if (strcmp(p.name, "laea") == 0) return open_laea(&p, out);
	if (strcmp(p.name, "stere") == 0) return open_polar(&p, false, out);
	if (p.has_lat0 || p.has_lat1 || p.has_lat2) return false;
	if (strcmp(p.name, "merc") == 0) {
		if (fabs(p.lat_ts) > 89) return false;
		out->scale = A * m_of(p.lat_ts);
		out->forward = merc_forward, out->inverse = merc_inverse;
		return true;
	}
	if (strcmp(p.name, "eqearth") != 0 || p.has_lat_ts) return false;
	out->rq = sqrt(out->qp / 2);
	out->forward = eqearth_forward, out->inverse = eqearth_inverse;
	return true;
}
