/* How sure an event is: a logistic regression over what is known of its frame, fitted by tests/eval/train_confidence.py. Of the events with
 * confidence .8, eight in ten have the place and the day that a careful reader gives them (tests/eval/calibration.py). */
#include <math.h>

#include "extract/event_work.h"

static const char *const names[] = {
#define W(name, weight) #name,
#include "extract/confidence_weights.inc"
#undef W
};
static const float weights[] = {
#define W(name, weight) weight,
#include "extract/confidence_weights.inc"
#undef W
};
enum feature {
#define W(name, weight) F_##name,
#include "extract/confidence_weights.inc"
#undef W
	FEATURES
};

/* Flagged events are not drawn and so not fitted: half as likely to have been told. */
static const double flagged = -0.8;

static void features(const dtl_event_work *w, const dtl_frame *f, float x[FEATURES])
{
	int32_t p = f->mentions[0] < 0 ? -1 : w->doc->mentions[f->mentions[0]].place;
	const dtl_place *place = p < 0 ? NULL : &w->doc->places[p];
	memset(x, 0, FEATURES * sizeof *x);
	x[F_bias] = 1;
	if (place) {
		x[F_own_place] = !f->context_place;
		x[F_context_place] = f->context_place;
		x[F_link] = f->context_place ? 0 : f->place_score;
		x[F_name] = place->score;
		x[F_area] = place->precision == DTL_PRECISION_COUNTRY || place->precision == DTL_PRECISION_REGION;
		x[F_estimate] = place->approximate || place->precision == DTL_PRECISION_VICINITY;
	}
	x[F_own_day] = f->timex >= 0 && !f->context_date;
	x[F_context_day] = f->timex >= 0 && f->context_date;
	x[F_told_again] = (f->support > 4 ? 4.0f : (float)f->support) / 4;
	x[F_bare_noun] = f->noun && !f->light;
	x[F_generic] = (f->kind->traits & DTL_TRAIT_GENERIC) != 0;
	x[F_verbal] = (f->kind->traits & DTL_TRAIT_VERBAL) != 0;
	x[F_casualty] = (f->kind->traits & DTL_TRAIT_CASUALTY) != 0;
	x[F_lead] = f->sentence < 3;
	x[F_spoken_of] = f->evidence;
	x[F_quoted] = (f->flags & DTL_FLAG_QUOTED) != 0;
}

float dtl_event_confidence(const dtl_event_work *w, const dtl_frame *f)
{
	float x[FEATURES];
	features(w, f, x);
	double z = f->flags & DTL_FLAGS_OFF_MAP ? flagged : 0;
	for (int i = 0; i < FEATURES; i++) z += (double)x[i] * (double)weights[i];
	return (float)(1 / (1 + exp(-z)));
}

void dtl_explain_confidence(const dtl_event_work *w, const dtl_frame *f, dtl_buf *out)
{
	float x[FEATURES];
	features(w, f, x);
	dtl_buf_add(out, DTL_STR("; confidence by"));
	for (int i = 1; i < FEATURES; i++)
		if (x[i] > 0 || x[i] < 0) dtl_buf_printf(out, " %s=%.2f", names[i], (double)x[i]);
}
